package io.affut.engine.backend;

import io.affut.bindings.memory.MappedPages;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.Core;
import io.affut.bindings.openvino.Dimension;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.InputPreprocessing;
import io.affut.bindings.openvino.Model;
import io.affut.bindings.openvino.OpenVino;
import io.affut.bindings.openvino.OpenVinoException;
import io.affut.bindings.openvino.PartialShape;
import io.affut.bindings.openvino.Port;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.openvino.Tensor;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Networks through OpenVINO.
public final class OpenVinoBackend implements AutoCloseable {
  /// Networks of so many bytes count: a YOLOv8s has 45 MB, a ViT-L 1,213 MB.
  private static final long MAPPED_FROM = 64_000_000;

  private final OpenVino openVino;
  private final Core core;
  private final NativeLedger ledger;

  /// A backend over the OpenVINO whose C library is `library`.
  ///
  /// @throws io.affut.bindings.library.NativeLibraryException when it does not load
  public OpenVinoBackend(Path library, NativeLedger ledger) {
    this.openVino = OpenVino.load(library, ledger);
    this.ledger = ledger;
    try {
      this.core = openVino.newCore();
    } catch (RuntimeException | Error e) {
      openVino.close();
      throw e;
    }
  }

  /// OpenVINO's version.
  public String version() {
    return openVino.version();
  }

  /// The devices that OpenVINO can use here, such as `CPU`.
  public List<String> devices() {
    return core.devices();
  }

  /// OpenVINO's name of the first device of a kind, or of that very device.
  ///
  /// @param name such as `GPU` or `GPU.1`
  public Optional<String> device(String name) {
    return devices().stream()
        .filter(device -> device.equals(name) || device.startsWith(name + "."))
        .findFirst();
  }

  /// Why there is no device of that kind here, and what to do: a sentence for each thing that is in
  /// the way. Nothing where there are others of the kind.
  ///
  /// @param name such as `GPU`, `GPU.1` or `NPU`
  public List<String> obstacles(String name) {
    OpenVinoDevice kind = OpenVinoDevice.of(name);
    return device(kind.name()).isPresent()
        ? List.of()
        : MissingDevice.here().reasons(kind, failure(kind.name()));
  }

  private Optional<String> failure(String name) {
    try {
      core.property(name, "AVAILABLE_DEVICES");
      return Optional.empty();
    } catch (OpenVinoException e) {
      return Optional.of(e.nativeText());
    }
  }

  /// The precision that networks are compiled for on a device: what is asked for, or what suits the
  /// device.
  ///
  /// @param device as OpenVINO names it
  /// @param manifests the precision of the manifest, which counts on a processor
  /// @throws IllegalArgumentException when the device does not compute so; the message is a
  ///   sentence for the user
  public static Precision precision(String device, Optional<Precision> asked, Precision manifests) {
    return OpenVinoDevice.of(device).precision(asked, manifests);
  }

  /// The full name of a device, such as that of the processor.
  public String deviceName(String device) {
    return core.property(device, "FULL_DEVICE_NAME").strip();
  }

  /// What a device can compute in, such as `FP32 BF16 INT8`.
  public String capabilities(String device) {
    return core.property(device, "OPTIMIZATION_CAPABILITIES").strip();
  }

  /// Reads and compiles the network of a detector so that 8-bit RGB goes in; its own layout, scale
  /// and colour order are part of the compiled network.
  ///
  /// @param width of the input, in pixels
  /// @param height of the input
  /// @throws ModelException when OpenVINO refuses the network, or it does not fit its manifest
  public Network load(
      io.affut.engine.model.Model<DetectorManifest> model,
      NetworkSettings settings,
      int width,
      int height) {
    return load(model, NetworkPorts.of(model.manifest(), width, height), settings);
  }

  /// Reads and compiles a classifier, and the bird head behind it, for several crops at a time that
  /// come as 8-bit RGB of the size that it wants.
  ///
  /// @param capacity the most crops at a time, at least 1
  /// @throws ModelException when OpenVINO refuses a network, or it does not fit its manifest, or
  ///   the bird head does not fit the classifier
  public CropNetwork load(
      io.affut.engine.model.Model<ClassifierManifest> model,
      Optional<io.affut.engine.model.Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity) {
    int together = OpenVinoDevice.of(settings.device()).together(capacity);
    return load(model, birdHead, settings, capacity, together);
  }

  /// @param together how many crops go into a request at most
  CropNetwork load(
      io.affut.engine.model.Model<ClassifierManifest> model,
      Optional<io.affut.engine.model.Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity,
      int together) {
    birdHead.ifPresent(head -> NetworkPorts.requireFit(model.manifest(), head.manifest()));
    NetworkPorts ports = NetworkPorts.of(model.manifest(), together);
    Optional<CompiledModel> birds = birdHead.map(head -> birds(head, settings, together));
    try {
      return compiled(
          model,
          ports,
          settings,
          properties(settings),
          (compiled, outputs) -> {
            var network =
                new OpenVinoCropNetwork(
                    openVino, compiled, birds, outputs, capacity, together, ports.width(), ledger);
            if (isLarge(model)) {
              network.packWeights();
            }
            return network;
          });
    } catch (RuntimeException | Error e) {
      birds.ifPresent(CompiledModel::close);
      throw e;
    }
  }

  private CompiledModel birds(
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

  /// A shape for one to `capacity` things of the same extents.
  private static PartialShape batch(int capacity, Dimension... extents) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension(1, capacity)));
    dimensions.addAll(List.of(extents));
    return new PartialShape(Optional.of(dimensions));
  }

  private Network load(
      io.affut.engine.model.Model<?> model, NetworkPorts ports, NetworkSettings settings) {
    String device = settings.device() + " (" + deviceName(settings.device()) + ")";
    Map<String, String> properties = properties(settings);
    settings
        .compiled()
        .flatMap(folder -> CompiledNetworks.place(folder, model))
        .ifPresent(folder -> properties.put("CACHE_DIR", folder.toString()));
    return compiled(
        model,
        ports,
        settings,
        properties,
        (compiled, outputs) ->
            new OpenVinoNetwork(
                openVino, compiled, device, outputs, ports.width(), ports.height(), ledger));
  }

  /// Compiles the network once more, with a clock at each layer, and runs it.
  ///
  /// @param runs how often, on a grey picture; the times are means where the device tells means
  /// @return the layers in the device's order
  /// @throws ModelException as [#load]
  public List<ProfiledLayer> profile(
      io.affut.engine.model.Model<DetectorManifest> model,
      NetworkSettings settings,
      int width,
      int height,
      int runs) {
    Map<String, String> properties = properties(settings);
    properties.put("PERF_COUNT", "YES");
    NetworkPorts ports = NetworkPorts.of(model.manifest(), width, height);
    return compiled(
        model, ports, settings, properties, (compiled, outputs) -> profile(compiled, runs));
  }

  private List<ProfiledLayer> profile(CompiledModel compiled, int runs) {
    try (compiled;
        NativeBuffer memory = NativeBuffer.shared(ledger, "slot input");
        InferRequest request = compiled.newRequest()) {
      long[] shape = compiled.inputs().getFirst().shape().extents();
      MemorySegment picture = memory.atLeast(shape[1] * shape[2] * shape[3]).fill((byte) 114);
      try (Tensor input = openVino.tensor(ElementType.U8, shape, picture)) {
        request.setInput(0, input);
        for (int run = 0; run < runs; run++) {
          request.infer();
        }
        return request.profile();
      }
    }
  }

  /// Compiles the network; `use` takes it over, with the indices of the wanted outputs. Names do
  /// not serve any more then: where a node falls away, its output has several.
  private <T> T compiled(
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

  /// Whether the weights are mapped while they are compiled.
  private static boolean isLarge(io.affut.engine.model.Model<?> model) {
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

  @Override
  public void close() {
    core.close();
    openVino.close();
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

  private Map<String, String> properties(NetworkSettings settings) {
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
