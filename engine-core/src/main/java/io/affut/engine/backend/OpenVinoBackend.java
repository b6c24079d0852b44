package io.affut.engine.backend;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.Core;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.OpenVino;
import io.affut.bindings.openvino.OpenVinoException;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.openvino.Tensor;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Networks through OpenVINO.
public final class OpenVinoBackend implements AutoCloseable {
  private final OpenVino openVino;
  private final Core core;
  private final OpenVinoCompiler compiler;
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
    this.compiler = new OpenVinoCompiler(core);
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

  /// The properties that a device knows.
  Set<String> knownProperties(String device) {
    return compiler.knownProperties(device);
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
      Model<DetectorManifest> model, NetworkSettings settings, int width, int height) {
    return load(model, NetworkPorts.of(model.manifest(), width, height), settings);
  }

  /// Reads and compiles a classifier, and the bird head behind it, for several crops at a time that
  /// come as 8-bit RGB of the size that it wants.
  ///
  /// @param capacity the most crops at a time, at least 1
  /// @throws ModelException when OpenVINO refuses a network, or it does not fit its manifest, or
  ///   the bird head does not fit the classifier
  public CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity) {
    int together = OpenVinoDevice.of(settings.device()).together(capacity);
    return load(model, birdHead, settings, capacity, together);
  }

  /// @param together how many crops go into a request at most
  CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity,
      int together) {
    birdHead.ifPresent(head -> NetworkPorts.requireFit(model.manifest(), head.manifest()));
    NetworkPorts ports = NetworkPorts.of(model.manifest(), together);
    Optional<CompiledModel> birds =
        birdHead.map(head -> compiler.birdHead(head, settings, together));
    try {
      return compiler.compile(
          model,
          ports,
          settings,
          compiler.properties(settings),
          (compiled, outputs) -> {
            int size = ports.width();
            var network =
                new OpenVinoCropNetwork(
                    compiled,
                    birds,
                    size,
                    () ->
                        new OpenVinoCropBatch(
                            openVino, compiled, birds, outputs, capacity, together, size, ledger));
            if (OpenVinoCompiler.isLarge(model)) {
              network.packWeights();
            }
            return network;
          });
    } catch (RuntimeException | Error e) {
      birds.ifPresent(CompiledModel::close);
      throw e;
    }
  }

  private Network load(Model<?> model, NetworkPorts ports, NetworkSettings settings) {
    String device = settings.device() + " (" + deviceName(settings.device()) + ")";
    Map<String, String> properties = compiler.properties(settings);
    settings
        .compiled()
        .flatMap(folder -> CompiledNetworks.place(folder, model))
        .ifPresent(folder -> properties.put("CACHE_DIR", folder.toString()));
    return compiler.compile(
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
      Model<DetectorManifest> model, NetworkSettings settings, int width, int height, int runs) {
    Map<String, String> properties = compiler.properties(settings);
    properties.put("PERF_COUNT", "YES");
    NetworkPorts ports = NetworkPorts.of(model.manifest(), width, height);
    return compiler.compile(
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

  @Override
  public void close() {
    core.close();
    openVino.close();
  }
}
