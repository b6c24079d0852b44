package io.affut.engine.species;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How labels are found: what may be changed after a run, without the networks.
///
/// @param threshold a label that is less likely is undefined, 0 to 1
/// @param confidence boxes that are not more confident do not count; none for all that the run kept
/// @param maxLag the longest time between two pictures of a sequence
/// @param species the only classes that can be there, by their names in any language; empty for all
/// @param excluded classes that cannot be there, by their names in any language
/// @param birds whether the kind of bird is told where the run had a bird head
/// @param camera takes a camera's name out of a picture's path: its first group, or the whole
///   match; none for the folder
/// @param shifts what is added to the clock of a camera, by its name
/// @param deepfauneCompatible whether DeepFaune's quirks are followed too
public record LabelSettings(
    double threshold,
    Optional<Float> confidence,
    Duration maxLag,
    List<String> species,
    List<String> excluded,
    boolean birds,
    Optional<Pattern> camera,
    Map<String, Duration> shifts,
    boolean deepfauneCompatible) {

  /// DeepFaune's own settings.
  public static final LabelSettings DEEPFAUNE =
      new LabelSettings(
          0.8,
          Optional.empty(),
          Duration.ofSeconds(10),
          List.of(),
          List.of(),
          true,
          Optional.empty(),
          Map.of(),
          false);

  /// Keeps copies of the lists.
  public LabelSettings {
    species = List.copyOf(species);
    excluded = List.copyOf(excluded);
    shifts = Map.copyOf(shifts);
  }

  /// These settings as texts by name, as results record them.
  public Map<String, String> texts() {
    return LabelSettingsFormat.texts(this);
  }

  /// The settings that [#texts] made; DeepFaune's for what is missing.
  ///
  /// @throws IllegalArgumentException when a text is none of these
  public static LabelSettings of(Map<String, String> texts) {
    return LabelSettingsFormat.settings(texts);
  }
}
