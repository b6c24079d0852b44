package io.affut.engine.model;

import io.affut.preprocessing.resize.LetterboxRule;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a user may change of a detector's manifest for one run.
public enum ManifestChange {
  /// The side of the input in pixels. A smaller one is faster and finds fewer of the small animals.
  SIZE {
    @Override
    DetectorManifest apply(DetectorManifest manifest, String value) {
      LetterboxRule rule = manifest.input().letterbox();
      int size = Integer.parseInt(value);
      return manifest.with(
          new LetterboxRule(size, rule.shape(), rule.stride(), rule.placement(), rule.pad()));
    }
  },
  /// The intersection over union above which the less confident of two boxes goes.
  OVERLAP {
    @Override
    DetectorManifest apply(DetectorManifest manifest, String value) {
      float overlap = Float.parseFloat(value);
      if (!(overlap >= 0 && overlap <= 1)) {
        throw new IllegalArgumentException("it is a number from 0 to 1");
      }
      DetectorManifest.Thresholds thresholds = manifest.thresholds();
      return manifest.with(
          new DetectorManifest.Thresholds(
              thresholds.confidence(), overlap, thresholds.mostBoxes()));
    }
  };

  abstract DetectorManifest apply(DetectorManifest manifest, String value);

  /// The manifest with all of `changes`, by key and value as a user writes them, such as `size` and
  /// `640`.
  ///
  /// @throws IllegalArgumentException when a key is not known or its value does not fit, in a
  ///   sentence without the full stop
  public static DetectorManifest all(Map<String, String> changes, DetectorManifest manifest) {
    DetectorManifest changed = manifest;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      try {
        changed = named(change.getKey()).apply(changed, change.getValue());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s=%s is not understood: it is a number".formatted(change.getKey(), change.getValue()),
            e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s=%s is not possible: %s"
                .formatted(change.getKey(), change.getValue(), e.getMessage()),
            e);
      }
    }
    return changed;
  }

  private static ManifestChange named(String key) {
    return Stream.of(values())
        .filter(change -> change.word().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "what can be set is "
                    + Stream.of(values())
                        .map(ManifestChange::word)
                        .collect(Collectors.joining(", "))));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
