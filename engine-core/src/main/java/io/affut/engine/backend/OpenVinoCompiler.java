package io.affut.engine.backend;

import io.affut.bindings.memory.MappedPages;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.Core;
import io.affut.bindings.openvino.Dimension;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InputPreprocessing;
import io.affut.bindings.openvino.Model;
import io.affut.bindings.openvino.OpenVinoException;
import io.affut.bindings.openvino.PartialShape;
import io.affut.bindings.openvino.Port;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Reads networks and has OpenVINO compile them for 8-bit RGB, in the size and batch that is
/// wanted. What does not fit its manifest is refused.
final class OpenVinoCompiler {
  /// Networks of so many bytes are mapped: a YOLOv8s has 45 MB, a ViT-L 1,213 MB.
  private static final long MAPPED_FROM = 64_000_000;

  private final Core core;

  /// @param core somebody else's; closed later than what is compiled
  OpenVinoCompiler(Core core) {
    this.core = core;
  }

  /// Compiles the network; `use` takes it over, with the indices of the wanted outputs. Names do
  /// not serve any more then: where a node falls away, its output has several.
  ///
  /// @throws ModelException when OpenVINO refuses the network, or it does not fit its manifest
  <T> T compile(
      io.affut.engine.model.Model<?> model,
      NetworkPorts ports,
      NetworkSettings settings,
      Map<String, String> properties,
      BiFunction<CompiledModel, List<Integer>, T> use) {
    return reading(
        model,
        read -> {
          int index = Ports.indexOf(names(read.inputs()), ports.input());
          fit(read, index, ports);
          Model fused = read.withPreprocessing(preprocessing(ports, index));
          List<Integer> outputs = outputs(ports, fused.outputs());
          return use.apply(core.compile(fused, settings.device(), properties), outputs);
        });
  }

  /// Compiles a bird head for up to `capacity` embeddings at a time.
  ///
  /// @throws ModelException when OpenVINO refuses the network, or it does not fit its manifest
  CompiledModel birdHead(
      io.affut.engine.model.Model<BirdHeadManifest> model, NetworkSettings settings, int capacity) {
    BirdHeadManifest manifest = model.manifest();
    return reading(
        model,
        read -> {
          int input = Ports.indexOf(names(read.inputs()), manifest.input());
          Ports.indexOf(names(read.outputs()), manifest.logits());
          read.reshape(input, batch(capacity, Dimension.of(manifest.length())));
          return core.compile(read, settings.device(), properties(settings));
        });
  }

  /// Whether the weights are mapped while they are compiled.
  static boolean isLarge(io.affut.engine.model.Model<?> model) {
    try {
      return model.bytes() >= MAPPED_FROM;
    } catch (IOException e) {
      return false; // who reads it will say why not
    }
  }

  /// Reads the network for `use`, and says of which model it is when something is the matter.
  private <T> T reading(io.affut.engine.model.Model<?> model, Function<Model, T> use) {
    boolean isLarge = isLarge(model);
    List<Path> mapped = isLarge ? model.files() : List.of();
    try (MappedPages _ = MappedPages.lettingGo(mapped);
        Model read = isLarge ? core.readMapped(model.network()) : core.read(model.network())) {
      return use.apply(read);
    } catch (OpenVinoException e) {
      throw refused(model, lastLine(e), e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw refused(model, e.getMessage(), e);
    }
  }

  private static ModelException refused(
      io.affut.engine.model.Model<?> model, String reason, RuntimeException cause) {
    return new ModelException(
        "OpenVINO cannot use the model %s: %s".formatted(model.manifest().id(), reason), cause);
  }

  /// OpenVINO tells where in its sources it was, line by line, and then what is the matter.
  private static String lastLine(OpenVinoException e) {
    return e.getMessage().strip().lines().toList().getLast();
  }

  /// Gives the network the batch and the size of one slot, where it does not have them already.
  private static void fit(Model model, int input, NetworkPorts ports) {
    List<Long> extents = ports.inputExtents(1);
    PartialShape wanted =
        batch(
            ports.capacity(),
            extents.subList(1, extents.size()).stream()
                .map(Dimension::of)
                .toArray(Dimension[]::new));
    if (!model.inputs().get(input).shape().equals(wanted)) {
      try {
        model.reshape(input, wanted);
      } catch (OpenVinoException e) {
        throw new IllegalArgumentException(
            "it does not take an input of %d x %d pixels: %s"
                .formatted(ports.width(), ports.height(), lastLine(e)),
            e);
      }
    }
  }

  /// The indices of the wanted outputs, which fit the manifest.
  private static List<Integer> outputs(NetworkPorts wanted, List<Port> outputs) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < wanted.outputs().size(); i++) {
      int index = Ports.indexOf(names(outputs), wanted.outputs().get(i));
      PartialShape found = outputs.get(index).shape();
      wanted.requireFit(i, extents(found), found.toString());
      indices.add(index);
    }
    return indices;
  }

  private static List<Long> extents(PartialShape shape) {
    return shape.dimensions().orElse(List.of()).stream()
        .map(extent -> extent.isStatic() ? extent.min() : NetworkPorts.OPEN)
        .toList();
  }

  private static List<String> names(List<Port> ports) {
    return ports.stream().map(Port::name).toList();
  }

  private static InputPreprocessing preprocessing(NetworkPorts ports, int index) {
    InputPreprocessing steps =
        InputPreprocessing.of(index, ElementType.U8, "NHWC", ports.layout().name())
            .withSize(ports.height(), ports.width());
    if (!allAre(0, ports.mean())) {
      steps = steps.withMean(floats(ports.mean()));
    }
    if (!allAre(1, ports.deviation())) {
      steps = steps.withScale(floats(ports.deviation()));
    }
    return ports.channels() == Manifest.Channels.BGR ? steps.withReversedChannels() : steps;
  }

  private static boolean allAre(float value, List<Float> values) {
    return values.stream().allMatch(v -> v == value);
  }

  /// A shape for one to `capacity` things of the same extents.
  private static PartialShape batch(int capacity, Dimension... extents) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension(1, capacity)));
    dimensions.addAll(List.of(extents));
    return new PartialShape(Optional.of(dimensions));
  }

  /// What a device is told, by name; may be changed.
  Map<String, String> properties(NetworkSettings settings) {
    return OpenVinoDevice.of(settings.device())
        .properties(settings, knownProperties(settings.device()));
  }

  /// The properties that a device knows.
  Set<String> knownProperties(String device) {
    return Set.copyOf(List.of(core.property(device, "SUPPORTED_PROPERTIES").strip().split("\\s+")));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
