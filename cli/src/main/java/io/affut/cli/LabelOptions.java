package io.affut.cli;

import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options that say how labels are found. They can be changed after a run.
final class LabelOptions {
  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "An animal that is less likely is undefined, 0 to 1. Default: 0.8.")
  private Float threshold;

  @Option(
      names = "--max-lag",
      paramLabel = "TIME",
      description =
          "The longest time between two pictures of a sequence, such as 10s or 2m. Default: 10s.")
  private String maxLag;

  @Option(
      names = "--species",
      paramLabel = "FILE",
      description = "A text file with the only species that can be there, one a line.")
  private Path species;

  @Option(
      names = "--exclude",
      paramLabel = "NAME",
      split = ",",
      description = "Species that cannot be there, by their names in any language.")
  private List<String> excluded;

  @Option(
      names = "--camera-from",
      paramLabel = "PATTERN",
      description =
          "A regular expression that finds a camera's name in a picture's path. Default: the folder.")
  private String camera;

  @Option(
      names = "--shift",
      paramLabel = "CAMERA=TIME",
      description = "Put a camera's clock right: forest/cam1=+1h.")
  private Map<String, String> shifts;

  @Option(
      names = "--no-bird-kinds",
      description = "Call every bird a bird, also where a bird head tells kinds apart.")
  private boolean noBirdKinds;

  @Option(
      names = "--deepfaune-compatible",
      description = "Follow DeepFaune's quirks too: docs/deepfaune.md lists them.")
  private boolean compatible;

  boolean deepfauneCompatible() {
    return compatible;
  }

  /// Settings with what these options say instead; what they do not say stays.
  ///
  /// @param folder that the list of species is looked for in
  LabelSettings over(LabelSettings before, Path folder) {
    EngineOptions.requireFraction("--threshold", threshold);
    return new LabelSettings(
        threshold == null ? before.threshold() : Double.parseDouble(threshold.toString()),
        before.confidence(),
        maxLag == null ? before.maxLag() : lag(),
        species == null ? before.species() : names(folder.resolve(species)),
        excluded == null ? before.excluded() : clean(excluded.stream()),
        !noBirdKinds && before.birds(),
        camera == null ? before.camera() : Optional.of(pattern()),
        shifts == null ? before.shifts() : shifts(),
        compatible || before.deepfauneCompatible(),
        before.withoutRepeated());
  }

  private Duration lag() {
    Duration lag = time("--max-lag", maxLag);
    if (lag.isNegative()) {
      throw new UsageException("--max-lag takes a time that is not negative, not " + maxLag + ".");
    }
    return lag;
  }

  private Pattern pattern() {
    try {
      return Pattern.compile(camera);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "--camera-from takes a regular expression, and '%s' is none: %s."
              .formatted(camera, e.getDescription()));
    }
  }

  private Map<String, Duration> shifts() {
    Map<String, Duration> times = new LinkedHashMap<>();
    shifts.forEach((name, text) -> times.put(name, time("--shift", text)));
    return times;
  }

  private static Duration time(String option, String text) {
    try {
      return TimeSpan.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage() + ".");
    }
  }

  /// The names in a file: one a line or between commas, `#` before what is none.
  private static List<String> names(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> names =
          clean(
              lines
                  .map(line -> line.replaceFirst("#.*", "").replace("\uFEFF", ""))
                  .flatMap(line -> Stream.of(line.split(","))));
      if (names.isEmpty()) {
        throw new UsageException("There is no name in " + file + ".");
      }
      return names;
    } catch (NoSuchFileException e) {
      throw new UsageException("There is no list of species %s.".formatted(file));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new UsageException(
          "The list of species %s cannot be read: it has to be a text file in UTF-8."
              .formatted(file));
    }
  }

  private static List<String> clean(Stream<String> names) {
    List<String> clean = new ArrayList<>();
    names.map(String::strip).filter(name -> !name.isEmpty()).forEach(clean::add);
    return clean;
  }
}
