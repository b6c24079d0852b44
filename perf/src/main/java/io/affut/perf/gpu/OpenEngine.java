package io.affut.perf.gpu;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.pipeline.Device;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineSettings;
import io.affut.engine.pipeline.PictureFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Engines as the steps want them.
final class OpenEngine {
  private OpenEngine() {}

  /// The detector of the option `model`.
  static Model<DetectorManifest> detector(StepOptions options) {
    return Model.in(options.path("model")).as(DetectorManifest.class);
  }

  /// An engine with the networks of the options `model`, `classifier` and `birds`.
  ///
  /// @param device a word of `--device`
  static Engine on(
      String device, Optional<Precision> precision, StepOptions options, NativeLedger ledger) {
    Device wanted =
        Device.of(device)
            .orElseThrow(() -> new IllegalArgumentException("there is no device " + device));
    return Engine.open(
        new BoxSource.One<>(detector(options)),
        options
            .text("classifier")
            .map(folder ->
                new Classification(
                    Model.in(Path.of(folder)).as(ClassifierManifest.class),
                    options
                        .text("birds")
                        .map(birds -> Model.in(Path.of(birds)).as(BirdHeadManifest.class)),
                    Classification.Which.ALL)),
        settings(wanted, precision, options),
        Here.unpackedLibraries(),
        ledger,
        System.err::println);
  }

  private static EngineSettings settings(
      Device device, Optional<Precision> precision, StepOptions options) {
    EngineSettings.Builder settings =
        EngineSettings.on(
                device, options.number("threads", Runtime.getRuntime().availableProcessors()))
            .decode(DecodeRule.FULL);
    precision.ifPresent(settings::precision);
    options.text("compiled").map(Path::of).ifPresent(settings::compiled);
    options.text("batch").map(Integer::valueOf).ifPresent(settings::batch);
    return settings.build();
  }

  /// The precision of the option, such as `f16`.
  static Precision precision(StepOptions options) {
    return Precision.valueOf(options.required("precision").toUpperCase(Locale.ROOT));
  }

  /// The pictures as an engine takes them, by the names of their files.
  static List<PictureFile> pictures(List<Path> files) {
    return files.stream()
        .map(file -> new PictureFile(file.getFileName().toString(), file))
        .toList();
  }
}
