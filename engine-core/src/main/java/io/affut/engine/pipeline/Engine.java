package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.preprocessing.video.VideoLibrary;
import io.affut.preprocessing.video.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// A detector or two, or none where boxes are known, and a classifier where there is one, loaded
/// and ready. One run at a time.
public final class Engine implements AutoCloseable {
  /// Most cameras take 4:3; for others a network is compiled when their first picture comes.
  private static final int USUAL_WIDTH = 4;

  private static final int USUAL_HEIGHT = 3;

  /// A network of more bytes is compiled for fewer sizes at a time.
  private static final long LARGE = 32_000_000;

  private static final int MOST_SIZES_OF_LARGE = 2;

  /// Crops that are classified together at most, as in the DeepFaune software.
  private static final int CROPS = 4;

  private final OpenVinoBackend backend;
  private final BoxSource<LoadedDetector> source;
  private final DecodeScale scale;
  private final Optional<Classifier> classifier;
  private final Optional<TurboJpeg> turboJpeg;
  private final VideoLibrary videoLibrary;
  private final EngineSettings settings;
  private final EngineFacts facts;
  private final NativeLedger ledger;
  private final IntFunction<List<ProfiledLayer>> profiler;

  private Engine(
      OpenVinoBackend backend,
      BoxSource<LoadedDetector> source,
      DecodeScale scale,
      Optional<Classifier> classifier,
      Optional<TurboJpeg> turboJpeg,
      VideoLibrary videoLibrary,
      EngineSettings settings,
      EngineFacts facts,
      NativeLedger ledger,
      IntFunction<List<ProfiledLayer>> profiler) {
    this.profiler = profiler;
    this.backend = backend;
    this.source = source;
    this.scale = scale;
    this.classifier = classifier;
    this.turboJpeg = turboJpeg;
    this.videoLibrary = videoLibrary;
    this.settings = settings;
    this.facts = facts;
    this.ledger = ledger;
  }

  /// Loads a detector alone, whose network has been checked.
  ///
  /// @see #open(BoxSource, Optional, EngineSettings, NativeLibraries, NativeLedger)
  public static Engine open(
      Model<DetectorManifest> model,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger) {
    return open(new BoxSource.One<>(model), Optional.empty(), settings, libraries, ledger);
  }

  /// Loads the detectors of `source`, whose networks have been checked, and what names the animals
  /// that they find. All networks are compiled at once, also one that looks at few pictures.
  ///
  /// @param libraries where OpenVINO, libturbojpeg and FFmpeg come from; without libturbojpeg JPEGs
  ///   are decoded by ImageIO, and FFmpeg is loaded when a video comes
  /// @param ledger counts what lives outside the Java heap
  /// @throws io.affut.bindings.library.NativeLibraryException when OpenVINO is missing or does not
  ///   load
  /// @throws DeviceUnavailableException when the device is not there
  /// @throws io.affut.engine.model.ModelException when OpenVINO refuses a network
  public static Engine open(
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger) {
    Path openVino = libraries.require(NativeLibrary.OPENVINO).file();
    Optional<TurboJpeg> turboJpeg =
        libraries
            .search(NativeLibrary.TURBOJPEG)
            .found()
            .map(library -> TurboJpeg.load(library, ledger));
    OpenVinoBackend backend = new OpenVinoBackend(openVino, ledger);
    List<SlotPool> pools = new ArrayList<>();
    Optional<Classifier> classifier = Optional.empty();
    try {
      List<DetectorManifest> manifests = source.detectors().stream().map(Model::manifest).toList();
      DecodeChoice decode =
          DecodeChoice.of(
              manifests, classification.isPresent(), turboJpeg.isPresent(), settings.decode());
      String device = device(settings.device(), backend);
      BoxSource<LoadedDetector> loaded =
          source.map(model -> {
            LoadedDetector detector = load(backend, model, settings, device);
            pools.add(detector.slots());
            return detector;
          });
      classifier = classification.map(c -> load(backend, c, settings, device));
      EngineFacts facts =
          new EngineFacts(
              "OpenVINO " + backend.version().split("-", 2)[0],
              "%s (%s)".formatted(device, backend.deviceName(device)),
              precision(pools, classifier),
              turboJpeg.map(t -> "libjpeg-turbo " + t.version()).orElse("ImageIO"),
              decode.rule(),
              confidence(source, settings),
              pools.stream().findFirst().map(SlotPool::atOnce).orElse(0),
              classifier.map(c -> c.network().precision()));
      IntFunction<List<ProfiledLayer>> profiler =
          runs ->
              source.detectors().stream()
                  .findFirst()
                  .map(model -> profile(backend, model, settings, device, runs))
                  .orElse(List.of());
      return new Engine(
          backend,
          loaded,
          decode.scale(),
          classifier,
          turboJpeg,
          new VideoLibrary(libraries, ledger),
          settings,
          facts,
          ledger,
          profiler);
    } catch (RuntimeException | Error e) {
      classifier.ifPresent(c -> c.network().close());
      pools.forEach(SlotPool::close);
      backend.close();
      throw e;
    }
  }

  private static String precision(List<SlotPool> pools, Optional<Classifier> classifier) {
    return pools.isEmpty()
        ? classifier.map(c -> c.network().precision()).orElse("none")
        : pools.stream()
            .map(slots -> slots.any().precision())
            .distinct()
            .collect(Collectors.joining(" + "));
  }

  private static float confidence(
      BoxSource<Model<DetectorManifest>> source, EngineSettings settings) {
    return source instanceof BoxSource.Known<?>(KnownBoxes boxes)
        ? boxes.confidence()
        : source.detectors().stream()
            .map(model -> confidence(model.manifest(), settings))
            .min(Comparator.naturalOrder())
            .orElseThrow();
  }

  private static float confidence(DetectorManifest manifest, EngineSettings settings) {
    return settings.confidence().orElse(manifest.thresholds().confidence());
  }

  private static NetworkSettings network(
      DetectorManifest manifest, EngineSettings settings, String device) {
    return new NetworkSettings(
        device,
        precision(device, settings, manifest.precision()),
        settings.threads(),
        settings.manyPictures(),
        settings.compiled());
  }

  /// What the engine really uses.
  public EngineFacts facts() {
    return facts;
  }

  /// Looks at every picture and video and hands each result to `sink`, in the order of their
  /// completion.
  ///
  /// @param stopped asked before each picture; once true, what was begun is finished and the rest
  ///   is left
  /// @throws IOException of the sink
  public void detect(List<PictureFile> pictures, ResultSink sink, BooleanSupplier stopped)
      throws IOException {
    detect(pictures, sink, stopped, StageObserver.NONE);
  }

  /// Likewise, watched.
  ///
  /// @param observer is told of each stage of each picture
  public void detect(
      List<PictureFile> pictures, ResultSink sink, BooleanSupplier stopped, StageObserver observer)
      throws IOException {
    int workers = Math.max(1, Math.min(settings.threads(), pictures.size()));
    VideoSource videos =
        new VideoSource(
            () -> new VideoReader(videoLibrary, settings.maxPixels(), ledger), settings.frames());
    new DetectionPipeline(source, scale, classifier, pictures, videos, sink, stopped, observer)
        .run(workers, () -> new PictureReader(turboJpeg, settings.maxPixels(), ledger));
  }

  /// How long each layer takes that the device computes, in its order, in a network that is
  /// compiled for this with a clock at each layer, for the usual size of picture. Nothing else may
  /// run meanwhile.
  ///
  /// @param runs how often the network runs for it, at least 1
  public List<LayerTime> layers(int runs) {
    return profiler.apply(runs).stream()
        .filter(layer -> layer.status() == ProfiledLayer.Status.EXECUTED)
        .map(layer ->
            new LayerTime(
                layer.name(), layer.type(), layer.execution(), layer.time().toNanos() / 1e6))
        .toList();
  }

  @Override
  public void close() {
    classifier.ifPresent(c -> c.network().close());
    source.detectors().forEach(detector -> detector.slots().close());
    backend.close();
  }

  private static List<ProfiledLayer> profile(
      OpenVinoBackend backend,
      Model<DetectorManifest> model,
      EngineSettings settings,
      String device,
      int runs) {
    Letterbox usual =
        Letterbox.fit(USUAL_WIDTH, USUAL_HEIGHT, model.manifest().input().letterbox());
    return backend.profile(
        model,
        network(model.manifest(), settings, device),
        usual.targetWidth(),
        usual.targetHeight(),
        runs);
  }

  private static LoadedDetector load(
      OpenVinoBackend backend,
      Model<DetectorManifest> model,
      EngineSettings settings,
      String device) {
    DetectorManifest manifest = model.manifest();
    NetworkSettings network = network(manifest, settings, device);
    Detector rules = new Detector(manifest, confidence(manifest, settings));
    Letterbox usual = rules.letterbox(USUAL_WIDTH, USUAL_HEIGHT);
    return new LoadedDetector(
        rules,
        new SlotPool(
            (width, height) -> backend.load(model, network, width, height),
            mostSizes(model),
            usual.targetWidth(),
            usual.targetHeight()));
  }

  /// Each size has the weights once more, in the order that its own layers want. Pictures come
  /// sorted by path, so those of one camera follow each other.
  private static int mostSizes(Model<?> model) {
    try {
      return model.bytes() > LARGE ? MOST_SIZES_OF_LARGE : SlotPool.MOST_SIZES;
    } catch (IOException e) {
      return SlotPool.MOST_SIZES; // loading it will say what is the matter
    }
  }

  /// One request at a time on all threads: two would have the activations of two batches, and be no
  /// faster.
  private static Classifier load(
      OpenVinoBackend backend, Classification wanted, EngineSettings settings, String device) {
    Precision precision = precision(device, settings, wanted.classifier().manifest().precision());
    NetworkSettings network = new NetworkSettings(device, precision, settings.threads(), false);
    int capacity = settings.manyPictures() ? CROPS : 1;
    return new Classifier(
        backend.load(wanted.classifier(), wanted.birdHead(), network, capacity),
        wanted.which(),
        filter(wanted.classifier().manifest().input().resize()));
  }

  private static ResampleFilter filter(ClassifierManifest.Resize resize) {
    return switch (resize) {
      case BICUBIC -> ResampleFilter.BICUBIC;
      case BILINEAR -> ResampleFilter.BILINEAR;
    };
  }

  private static Precision precision(String device, EngineSettings settings, Precision manifests) {
    try {
      return OpenVinoBackend.precision(device, settings.precision(), manifests);
    } catch (IllegalArgumentException e) {
      throw new DeviceUnavailableException(e.getMessage());
    }
  }

  /// OpenVINO's name of the device that is asked for.
  private static String device(Device wanted, OpenVinoBackend backend) {
    String name = wanted == Device.AUTO ? "CPU" : wanted.name();
    return backend.device(name).orElseThrow(() -> missing(wanted.word(), name, backend));
  }

  private static DeviceUnavailableException missing(
      String word, String name, OpenVinoBackend backend) {
    List<String> present = backend.devices();
    String lines =
        backend.obstacles(name).stream()
            .map(reason -> "\n  " + reason)
            .collect(Collectors.joining());
    return new DeviceUnavailableException(
        "There is no device %s here: OpenVINO finds %s. Choose another with --device.%s"
            .formatted(
                word,
                present.isEmpty() ? "none" : String.join(", ", present).toLowerCase(Locale.ROOT),
                lines));
  }
}
