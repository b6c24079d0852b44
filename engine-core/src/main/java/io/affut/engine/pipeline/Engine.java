package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.video.VideoLibrary;
import io.affut.preprocessing.video.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A detector or two, or none where boxes are known, and a classifier where there is one, loaded
/// and ready. One run at a time.
public final class Engine implements AutoCloseable {
  private final Lanes lanes;
  private final DecodeScale scale;
  private final VideoLibrary videoLibrary;
  private final EngineSettings settings;
  private final EngineFacts facts;
  private final NativeLedger ledger;

  private Engine(
      Lanes lanes,
      DecodeScale scale,
      VideoLibrary videoLibrary,
      EngineSettings settings,
      EngineFacts facts,
      NativeLedger ledger) {
    this.lanes = lanes;
    this.scale = scale;
    this.videoLibrary = videoLibrary;
    this.settings = settings;
    this.facts = facts;
    this.ledger = ledger;
  }

  /// Loads a detector alone, whose network has been checked, and tells nobody how that goes.
  ///
  /// @see #open(BoxSource, Optional, EngineSettings, NativeLibraries, NativeLedger, Consumer)
  public static Engine open(
      Model<DetectorManifest> model,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger) {
    return open(new BoxSource.One<>(model), Optional.empty(), settings, libraries, ledger);
  }

  /// Likewise, whatever finds the boxes, and with what names the animals.
  ///
  /// @see #open(BoxSource, Optional, EngineSettings, NativeLibraries, NativeLedger, Consumer)
  public static Engine open(
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger) {
    return open(source, classification, settings, libraries, ledger, _ -> {});
  }

  /// Loads the detectors of `source`, whose networks have been checked, and what names the animals
  /// that they find. All networks are compiled at once, also one that looks at few pictures.
  ///
  /// For NVIDIA's GPUs a network is made into an engine once, which takes minutes.
  ///
  /// @param libraries where OpenVINO, NVIDIA's libraries, libturbojpeg and FFmpeg come from;
  ///   without libturbojpeg JPEGs are decoded by ImageIO, and FFmpeg is loaded when a video comes
  /// @param ledger counts what lives outside the Java heap
  /// @param progress is told in one line each what takes long
  /// @throws io.affut.bindings.library.NativeLibraryException when OpenVINO is missing or does not
  ///   load, or a folder that the user names does not serve
  /// @throws DeviceUnavailableException when the device is not there, with all that stands in the
  ///   way
  /// @throws io.affut.engine.model.ModelException when the runtime refuses a network
  public static Engine open(
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger,
      Consumer<String> progress) {
    return open(
        source,
        classification,
        settings,
        EngineLibraries.of(settings.device(), libraries, ledger),
        progress);
  }

  /// Likewise, with libraries that were found before.
  ///
  /// @param found for the device of the settings
  public static Engine open(
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      EngineLibraries found,
      Consumer<String> progress) {
    found.remarks().forEach(progress);
    NativeLibraries libraries = found.all();
    NativeLedger ledger = found.ledger();
    Lanes lanes =
        switch (settings.device()) {
          case Device.Auto _ ->
              openVino("CPU", source, classification, settings, libraries, ledger);
          case Device.OpenVino(String name) ->
              openVino(name, source, classification, settings, libraries, ledger);
          case Device.Cuda _, Device.AllCuda _ ->
              new GpuLanes(
                  found.nvidia(),
                  source,
                  classification,
                  settings,
                  turboJpeg(libraries, ledger),
                  ledger,
                  progress);
        };
    DecodeChoice decode =
        DecodeChoice.of(
            source.detectors().stream().map(Model::manifest).toList(),
            classification.isPresent(),
            lanes.canReduce(),
            settings.decode());
    return new Engine(
        lanes,
        decode.scale(),
        new VideoLibrary(libraries, ledger),
        settings,
        facts(lanes, decode, confidence(source, settings)),
        ledger);
  }

  private static Lanes openVino(
      String device,
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      NativeLibraries libraries,
      NativeLedger ledger) {
    Path openVino = libraries.require(NativeLibrary.OPENVINO).file();
    return new OpenVinoLanes(
        openVino, device, source, classification, settings, turboJpeg(libraries, ledger), ledger);
  }

  /// Looked for after what cannot be done without.
  private static Optional<TurboJpeg> turboJpeg(NativeLibraries libraries, NativeLedger ledger) {
    return libraries
        .search(NativeLibrary.TURBOJPEG)
        .found()
        .map(library -> TurboJpeg.load(library, ledger));
  }

  private static EngineFacts facts(Lanes lanes, DecodeChoice decode, float confidence) {
    Optional<String> classifier =
        joined(
            lanes.all().stream()
                .flatMap(lane -> lane.classifier().stream())
                .map(c -> c.network().precision())
                .toList());
    Optional<String> detectors =
        joined(
            lanes.all().stream()
                .flatMap(lane -> lane.source().detectors().stream())
                .map(detector -> detector.slots().any().precision())
                .toList());
    return new EngineFacts(
        lanes.runtime(),
        lanes.devices(),
        detectors.or(() -> classifier).orElse("none"),
        lanes.decoder(),
        decode.rule(),
        confidence,
        lanes.all().stream().mapToInt(Lane::slots).sum(),
        classifier);
  }

  /// What differs, or nothing.
  private static Optional<String> joined(List<String> precisions) {
    return precisions.isEmpty()
        ? Optional.empty()
        : Optional.of(precisions.stream().distinct().collect(Collectors.joining(" + ")));
  }

  private static float confidence(
      BoxSource<Model<DetectorManifest>> source, EngineSettings settings) {
    return source instanceof BoxSource.Known<?>(KnownBoxes boxes)
        ? boxes.confidence()
        : source.detectors().stream()
            .map(model -> LaneNetworks.confidence(model.manifest(), settings))
            .min(Comparator.naturalOrder())
            .orElseThrow();
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
  /// @throws DeviceUnavailableException when the last device has failed; the results of what was
  ///   done until then have been handed on
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
    VideoSource videos =
        new VideoSource(
            () -> new VideoReader(videoLibrary, settings.maxPixels(), ledger), settings.frames());
    new DetectionPipeline(lanes.all(), scale, pictures, videos, sink, stopped, observer).run();
  }

  /// How long each layer takes that the device computes, in its order, in a network that is
  /// compiled for this with a clock at each layer, for the usual size of picture. Nothing else may
  /// run meanwhile.
  ///
  /// @param runs how often the network runs for it, at least 1
  /// @return nothing where the runtime cannot tell
  public List<LayerTime> layers(int runs) {
    return lanes.profile(runs).stream()
        .filter(layer -> layer.status() == ProfiledLayer.Status.EXECUTED)
        .map(layer ->
            new LayerTime(
                layer.name(), layer.type(), layer.execution(), layer.time().toNanos() / 1e6))
        .toList();
  }

  @Override
  public void close() {
    lanes.close();
  }
}
