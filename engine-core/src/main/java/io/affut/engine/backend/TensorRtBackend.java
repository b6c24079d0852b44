package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.cuda.DeviceInput;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Networks through TensorRT on one NVIDIA GPU. Any thread may load; what is loaded lives by
/// itself.
///
/// Pictures are computed in batches. A network whose layers do not let it is computed one picture
/// at a time, and where the GPU's memory does not suffice the batch is halved; both are said.
///
/// It has never run on a GPU.
public final class TensorRtBackend implements AutoCloseable {
  /// How many crops a classifier best takes at a time: a ViT-L needs many to keep a GPU busy, and
  /// one of 182 x 182 pixels takes little memory. Not measured yet.
  public static final int CROPS = 32;

  /// How many pictures a detector takes at a time at most. With the three slots for each, the
  /// inputs of 960 x 736 pixels take 200 MB, and a picture that is not alone waits for seven others
  /// at most. Not measured yet.
  static final int PICTURES = 8;

  private final TensorRt tensorRt;
  private final CudaDevice device;
  private final EngineCache cache;
  private final NativeLedger ledger;
  private final Consumer<String> progress;
  private volatile boolean closed;

  /// A backend for `device`.
  ///
  /// @param ledger counts what lives outside the Java heap besides what CUDA counts
  /// @param progress is told in a line each what takes long or is not as it was wanted; by any
  ///   thread that loads
  public TensorRtBackend(
      TensorRt tensorRt,
      CudaDevice device,
      EngineCache cache,
      NativeLedger ledger,
      Consumer<String> progress) {
    this.tensorRt = tensorRt;
    this.device = device;
    this.cache = cache;
    this.ledger = ledger;
    this.progress = progress;
  }

  /// TensorRT's version.
  public String version() {
    return tensorRt.version();
  }

  /// Builds or loads the engine of a detector; the slots' inputs are on the GPU. Where many
  /// pictures count, a batch has up to 8.
  ///
  /// `F16` is computed in half precision where TensorRT finds that faster; everything else in 32
  /// bits: a network that wants the range of `BF16` would not have it in half precision.
  ///
  /// @param settings whose device, threads and folder are OpenVINO's, and do not count here
  /// @param width of the input, in pixels
  /// @param height of the input
  /// @throws ModelException when TensorRT refuses the network, or it does not fit its manifest
  /// @throws CudaException when CUDA fails, also for lack of memory
  public Network load(
      Model<DetectorManifest> model, NetworkSettings settings, int width, int height) {
    return load(model, settings, width, height, settings.manyPictures() ? PICTURES : 1);
  }

  /// Likewise, for batches of another size.
  ///
  /// @param pictures in a batch at most, at least 1
  public Network load(
      Model<DetectorManifest> model,
      NetworkSettings settings,
      int width,
      int height,
      int pictures) {
    NetworkPorts ports = NetworkPorts.of(model.manifest(), width, height);
    boolean half = isHalf(settings);
    return loading(
        model,
        pictures,
        (most, engines) -> {
          NetworkPorts network = ports.upTo(most);
          TensorRtEngine engine = engines.add(engine(model, network, half));
          EnginePorts found = fitting(model, engine, network, half);
          return new TensorRtNetwork(
              engines, engine, device, network, format(network, found), found, word(half), ledger);
        });
  }

  /// Builds or loads the engines of a classifier and of the bird head behind it; the crops' places
  /// are on the GPU.
  ///
  /// @param settings as for a detector
  /// @param capacity the most crops at a time, at least 1; best [#CROPS]
  /// @throws ModelException when TensorRT refuses a network, or it does not fit its manifest, or
  ///   the bird head does not fit the classifier
  /// @throws CudaException when CUDA fails, also for lack of memory
  public CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity) {
    birdHead.ifPresent(head -> NetworkPorts.requireFit(model.manifest(), head.manifest()));
    NetworkPorts ports = NetworkPorts.of(model.manifest(), capacity);
    boolean half = isHalf(settings);
    return loading(
        model,
        capacity,
        (most, engines) -> {
          NetworkPorts network = ports.upTo(most);
          TensorRtEngine engine = engines.add(engine(model, network, half));
          EnginePorts found = fitting(model, engine, network, half);
          Optional<TensorRtCropBatch.Birds> birds =
              birdHead.map(head -> birds(head, found, most, half, engines));
          return new TensorRtCropNetwork(
              engines,
              engine,
              device,
              network,
              format(network, found),
              found,
              birds,
              word(half),
              ledger);
        });
  }

  private TensorRtCropBatch.Birds birds(
      Model<BirdHeadManifest> model,
      EnginePorts classifier,
      int most,
      boolean half,
      OwnedParts engines) {
    BirdHeadManifest manifest = model.manifest();
    IntFunction<List<Long>> extents = batch -> List.of((long) batch, (long) manifest.length());
    TensorRtEngine engine = engines.add(engine(model, manifest.input(), extents, most, half));
    EnginePorts found =
        checked(
            model,
            () -> {
              EnginePorts ports =
                  EnginePorts.named(engine, manifest.input(), List.of(manifest.logits()));
              TensorRtEngine.Tensor embedding = classifier.output(TensorRtCropBatch.EMBEDDING);
              if (embedding.element() != ports.input().element()) {
                throw new IllegalArgumentException(
                    "it reads embeddings of the type %s, and the classifier gives %s"
                        .formatted(ports.input().element(), embedding.element()));
              }
              return ports;
            });
    return new TensorRtCropBatch.Birds(engine, found, extents);
  }

  /// What makes a network of an attempt's engines, which it takes over.
  private interface Attempt<T> {
    T with(int most, OwnedParts engines);
  }

  /// Tries it with fewer pictures at a time until it goes.
  private <T> T loading(Model<?> model, int wanted, Attempt<T> attempt) {
    if (closed) {
      throw new IllegalStateException("the backend for " + device + " is closed");
    }
    int most = wanted;
    Optional<OneAtATimeException> single = Optional.empty();
    while (true) {
      var engines = new OwnedParts();
      try {
        T loaded = attempt.with(most, engines);
        // Only now it is sure that it was for the batch, and nothing else was wrong.
        single.ifPresent(
            why -> cache.noteSingle(tensorRt, why.wanted, why.model, why.getMessage()));
        return loaded;
      } catch (RuntimeException | Error e) {
        engines.closeAfter(e);
        most = fewer(model, most, e);
        if (e instanceof OneAtATimeException why) {
          single = Optional.of(why);
        }
      }
    }
  }

  /// How many pictures at a time shall be tried after a failure.
  ///
  /// @throws RuntimeException the failure, when fewer do not help
  private int fewer(Model<?> model, int most, Throwable failure) {
    switch (failure) {
      case OneAtATimeException e -> {
        progress.accept(
            "TensorRT cannot compute several pictures at a time with %s, so it takes one: %s."
                .formatted(model.manifest().id(), e.getMessage()));
        return 1;
      }
      case CudaException e when most > 1 && GpuFailure.isLackOfMemory(e) -> {
        return half(model, most);
      }
      case TensorRtException e when most > 1 && GpuFailure.isLackOfMemory(e) -> {
        return half(model, most);
      }
      case TensorRtException e when GpuFailure.isLackOfMemory(e) ->
          throw new ModelException(
              "The memory of %s does not suffice for the model %s: %s"
                  .formatted(device, model.manifest().id(), GpuFailure.line(e)),
              e);
      case TensorRtException e -> throw refused(model, GpuFailure.line(e), e);
      case UncheckedIOException e -> throw refused(model, e.getMessage(), e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  private int half(Model<?> model, int most) {
    progress.accept(
        "The memory of %s does not suffice for %d pictures at a time with %s, so %d are tried."
            .formatted(device, most, model.manifest().id(), most / 2));
    return most / 2;
  }

  private TensorRtEngine engine(Model<?> model, NetworkPorts network, boolean half) {
    return engine(model, network.input(), network::inputExtents, network.capacity(), half);
  }

  private TensorRtEngine engine(
      Model<?> model, String input, IntFunction<List<Long>> extents, int most, boolean half) {
    if (model.manifest().file().endsWith(".xml")) {
      throw refused(model, "it is in OpenVINO's format, and TensorRT reads ONNX", null);
    }
    PlanRequest wanted = request(model, input, extents, most, half);
    if (most > 1) {
      Optional<String> single = cache.single(tensorRt, wanted, model);
      if (single.isPresent()) {
        throw new OneAtATimeException(single.get(), wanted, model, null);
      }
    }
    try {
      return cache.engine(tensorRt, wanted, model, progress);
    } catch (EngineCache.BuildException e) {
      String reason = GpuFailure.line(e.failure());
      throw most > 1
          ? new OneAtATimeException(reason, wanted, model, e)
          : refused(model, reason, e);
    }
  }

  private PlanRequest request(
      Model<?> model, String input, IntFunction<List<Long>> extents, int most, boolean half) {
    List<Long> largest = extents.apply(most); // the usual one too: batches fill under load
    return new PlanRequest(
        device,
        model.network(),
        half,
        List.of(new PlanRequest.InputShape(input, extents.apply(1), largest, largest)),
        Optional.empty());
  }

  /// The inputs and outputs that the manifest wants.
  private EnginePorts fitting(
      Model<?> model, TensorRtEngine engine, NetworkPorts network, boolean half) {
    int most = network.capacity();
    if (most > 1 && EnginePorts.isForOneOnly(engine, network)) {
      throw new OneAtATimeException(
          "its outputs are those of one picture",
          request(model, network.input(), network::inputExtents, most, half),
          model,
          null);
    }
    return checked(model, () -> EnginePorts.of(engine, network));
  }

  private static EnginePorts checked(Model<?> model, Supplier<EnginePorts> ports) {
    try {
      return ports.get();
    } catch (IllegalArgumentException e) {
      throw refused(model, e.getMessage(), e);
    }
  }

  private static DeviceInput.Format format(NetworkPorts network, EnginePorts found) {
    return new DeviceInput.Format(
        EnginePorts.element(found.input()),
        network.layout() == Manifest.Layout.NCHW,
        network.channels() == Manifest.Channels.BGR,
        network.mean(),
        network.deviation());
  }

  private static boolean isHalf(NetworkSettings settings) {
    return settings.precision() == Precision.F16;
  }

  private static String word(boolean half) {
    return (half ? Precision.F16 : Precision.F32).word();
  }

  private static ModelException refused(Model<?> model, String reason, Throwable cause) {
    return new ModelException(
        "TensorRT cannot use the model %s: %s".formatted(model.manifest().id(), reason), cause);
  }

  /// Ends the backend. What was loaded lives on until its owner closes it.
  @Override
  public void close() {
    closed = true;
  }

  /// The network computes single pictures only.
  private static final class OneAtATimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PlanRequest wanted;
    private final transient Model<?> model;

    OneAtATimeException(String message, PlanRequest wanted, Model<?> model, Throwable cause) {
      super(message, cause);
      this.wanted = wanted;
      this.model = model;
    }
  }
}
