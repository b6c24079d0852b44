package io.affut.engine.species;

import io.affut.engine.model.ClassNames;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
/// @param withoutRepeated whether detections that recur at the same place are treated as not there
public record LabelSettings(
    double threshold,
    Optional<Float> confidence,
    Duration maxLag,
    List<String> species,
    List<String> excluded,
    boolean birds,
    Optional<Pattern> camera,
    Map<String, Duration> shifts,
    boolean deepfauneCompatible,
    boolean withoutRepeated) {

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
          false,
          false);

  /// Keeps copies of the lists.
  public LabelSettings {
    species = List.copyOf(species);
    excluded = List.copyOf(excluded);
    shifts = Map.copyOf(shifts);
  }

  /// These settings, but only boxes more confident than `least` count.
  public LabelSettings countingFrom(float least) {
    return with(Optional.of(least), withoutRepeated);
  }

  /// These settings, but without detections that recur at the same place.
  public LabelSettings leavingOutRepeated() {
    return with(confidence, true);
  }

  private LabelSettings with(Optional<Float> least, boolean leavingOut) {
    return new LabelSettings(
        threshold,
        least,
        maxLag,
        species,
        excluded,
        birds,
        camera,
        shifts,
        deepfauneCompatible,
        leavingOut);
  }

  /// The places of the classes that cannot be there.
  ///
  /// @param classes of the classifier; none where none looked at the pictures
  /// @throws LabelSettingException when a name is not known, or means several classes
  public List<Integer> excludedOf(Optional<ClassNames> classes) {
    if (species.isEmpty() && excluded.isEmpty()) {
      return List.of();
    }
    if (classes.isEmpty()) {
      throw new LabelSettingException(
          "Species cannot be chosen: no classifier looks at these pictures. Run with --classifier.");
    }
    return new ClassChoice(classes.get()).excluded(species, excluded);
  }

  /// Makes sure that there is each camera whose clock is shifted.
  ///
  /// @param known the cameras that there are; asked for only where a clock is shifted
  /// @throws LabelSettingException when there is not
  public void checkCameras(Supplier<? extends Collection<String>> known) {
    if (shifts.isEmpty()) {
      return;
    }
    Collection<String> cameras = known.get();
    for (String camera : new TreeSet<>(shifts.keySet())) {
      if (!cameras.contains(camera)) {
        throw new LabelSettingException(
            "There is no camera '%s' to shift the clock of; there are: %s."
                .formatted(
                    camera, cameras.stream().sorted().limit(10).collect(Collectors.joining(", "))));
      }
    }
  }

  /// The camera of a picture.
  ///
  /// @param file its path relative to the run's base folder, with forward slashes
  public String cameraOf(String file) {
    return Shot.of(file, Optional.empty(), this).camera();
  }

  /// These settings as texts by name, as results record them. Whether repeated detections are left
  /// out is not among them: results keep all.
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
