package io.affut.cli;

import io.affut.engine.install.DetectorChoice;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.ManifestChange;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.engine.pipeline.Device;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say what is to be computed, and where.
final class EngineOptions {
  @Option(
      names = {"--detector", "--model"},
      paramLabel = "ID|FILE|FOLDER",
      description = "The detector: an installed model's id, a model's file or its folder.")
  private String detector;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Change the manifest of the detector, or of each detector of a recipe, for this run: size=640, a smaller input, is faster and misses more small animals; overlap=0.5.")
  private Map<String, String> changes = Map.of();

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description =
          "Keep boxes more confident than this, 0 to 1. Default: what the model says, or the recipe; 0.4 with --detections.")
  private Float confidence;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "auto, cpu, gpu or npu (Intel's, through OpenVINO), cuda, cuda:N (NVIDIA's) or all (of NVIDIA's). Default: ${DEFAULT-VALUE}.")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "auto",
      description = "auto, f32, bf16 or f16. Default: ${DEFAULT-VALUE}, what the model needs.")
  private String precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processors to use, for everything. Default: all.")
  private Integer threads;

  @Option(
      names = "--decode",
      paramLabel = "SCALE",
      description = "full or reduced: how JPEGs are decoded. Default: what the model says.")
  private String decode;

  @Option(
      names = "--max-megapixels",
      paramLabel = "N",
      defaultValue = "200",
      description = "Refuse larger pictures before decoding. Default: ${DEFAULT-VALUE}.")
  private int maxMegapixels;

  @Option(
      names = "--native-dir",
      paramLabel = "FOLDER",
      description = "A folder with OpenVINO, and libturbojpeg, to use instead of what is found.")
  private Path nativeDir;

  Optional<String> detector() {
    return Optional.ofNullable(detector);
  }

  /// Whether something of the detectors' manifests is changed.
  boolean changesDetectors() {
    return !changes.isEmpty();
  }

  /// The confidence that is asked for, checked.
  Optional<Float> confidence() {
    requireFraction("--confidence", confidence);
    return Optional.ofNullable(confidence);
  }

  /// The detector as this run has it: found, checked and changed.
  Model<DetectorManifest> model(DetectorChoice detectors) {
    return changed(detectors.resolve(detector()));
  }

  /// A detector as this run has it.
  Model<DetectorManifest> changed(Model<DetectorManifest> model) {
    try {
      return new Model<>(ManifestChange.all(changes, model.manifest()), model.folder());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--set " + e.getMessage() + ".");
    }
  }

  Optional<Path> nativeDir() {
    return Optional.ofNullable(nativeDir);
  }

  int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1 || threads > 1024) {
      throw new UsageException("--threads takes a number from 1 to 1024, not " + threads + ".");
    }
    return threads;
  }

  /// What the options say, checked.
  ///
  /// @param pictures how many there are
  /// @param installation where compiled networks are kept, and CUDA is looked for when it is asked
  ///   for
  EngineSettings settings(int pictures, Installation installation) {
    Optional<Float> asked = confidence();
    if (maxMegapixels < 1 || maxMegapixels > 700) {
      throw new UsageException(
          "--max-megapixels takes a number from 1 to 700, not " + maxMegapixels + ".");
    }
    EngineSettings.Builder settings =
        EngineSettings.on(device(installation), threads())
            .maxPixels(maxMegapixels * 1_000_000L)
            .manyPictures(pictures > threads())
            .compiled(installation.compiledNetworks());
    if (!precision.equalsIgnoreCase("auto")) {
      settings.precision(word("--precision", "auto, ", precision, Precision.class));
    }
    if (decode != null) {
      settings.decode(word("--decode", "", decode, DecodeRule.class));
    }
    asked.ifPresent(settings::confidence);
    return settings.build();
  }

  /// Whether one of NVIDIA's GPUs is asked for.
  boolean asksForNvidia() {
    return Device.of(device)
        .filter(asked -> asked instanceof Device.Cuda || asked instanceof Device.AllCuda)
        .isPresent();
  }

  private Device device(Installation installation) {
    Device wanted =
        Device.of(device)
            .orElseThrow(() ->
                new UsageException("--device takes %s, not %s.".formatted(Device.WORDS, device)));
    Engine.require(wanted, installation.libraries(nativeDir()));
    return wanted;
  }

  /// Makes sure that a number, if it is given, is from 0 to 1.
  static void requireFraction(String option, Float number) {
    if (number != null && !(number >= 0 && number <= 1)) {
      throw new UsageException("%s takes a number from 0 to 1, not %s.".formatted(option, number));
    }
  }

  /// The constant that a word names, whatever its case.
  ///
  /// @param more known words that are no constants, each with a comma behind it
  /// @throws UsageException when it names none
  static <E extends Enum<E>> E word(String option, String more, String word, Class<E> words) {
    StringBuilder known = new StringBuilder(more);
    for (E constant : words.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word.replace('-', '_'))) {
        return constant;
      }
      known.append(known.isEmpty() || known.toString().endsWith(", ") ? "" : ", ");
      known.append(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    throw new UsageException("%s takes %s, not %s.".formatted(option, known, word));
  }
}
