package io.affut.engine.species;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Label settings as texts by name, among others of a run. A setting that leaves things as they are
/// is left out.
final class LabelSettingsFormat {
  private static final String THRESHOLD = "threshold";
  private static final String CONFIDENCE = "label_confidence";
  private static final String MAX_LAG = "max_lag";
  private static final String SPECIES = "species";
  private static final String EXCLUDED = "exclude";
  private static final String BIRDS = "bird_kinds";
  private static final String CAMERA = "camera_from";
  private static final String SHIFT = "shift ";
  private static final String COMPATIBLE = "deepfaune_compatible";

  private static final Set<String> KEYS =
      Set.of(THRESHOLD, CONFIDENCE, MAX_LAG, SPECIES, EXCLUDED, BIRDS, CAMERA, COMPATIBLE);

  private LabelSettingsFormat() {}

  static Map<String, String> texts(LabelSettings settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(THRESHOLD, Double.toString(settings.threshold()));
    settings.confidence().ifPresent(least -> texts.put(CONFIDENCE, Float.toString(least)));
    texts.put(MAX_LAG, TimeSpan.text(settings.maxLag()));
    if (!settings.species().isEmpty()) {
      texts.put(SPECIES, String.join(",", settings.species()));
    }
    if (!settings.excluded().isEmpty()) {
      texts.put(EXCLUDED, String.join(",", settings.excluded()));
    }
    if (!settings.birds()) {
      texts.put(BIRDS, "false");
    }
    settings.camera().ifPresent(pattern -> texts.put(CAMERA, pattern.pattern()));
    new TreeMap<>(settings.shifts())
        .forEach((camera, shift) -> texts.put(SHIFT + camera, TimeSpan.text(shift)));
    if (settings.deepfauneCompatible()) {
      texts.put(COMPATIBLE, "true");
    }
    return texts;
  }

  /// The texts without those that are label settings.
  static Map<String, String> others(Map<String, String> texts) {
    Map<String, String> others = new LinkedHashMap<>(texts);
    others.keySet().removeIf(key -> KEYS.contains(key) || key.startsWith(SHIFT));
    return others;
  }

  static LabelSettings settings(Map<String, String> texts) {
    LabelSettings usual = LabelSettings.DEEPFAUNE;
    Map<String, Duration> shifts = new LinkedHashMap<>();
    texts.forEach((key, text) -> {
      if (key.startsWith(SHIFT)) {
        shifts.put(key.substring(SHIFT.length()), TimeSpan.parse(text));
      }
    });
    return new LabelSettings(
        Optional.ofNullable(texts.get(THRESHOLD))
            .map(Double::parseDouble)
            .orElse(usual.threshold()),
        Optional.ofNullable(texts.get(CONFIDENCE)).map(Float::parseFloat),
        Optional.ofNullable(texts.get(MAX_LAG)).map(TimeSpan::parse).orElse(usual.maxLag()),
        names(texts.get(SPECIES)),
        names(texts.get(EXCLUDED)),
        !"false".equals(texts.get(BIRDS)),
        Optional.ofNullable(texts.get(CAMERA)).map(Pattern::compile),
        shifts,
        "true".equals(texts.get(COMPATIBLE)),
        false);
  }

  private static List<String> names(String text) {
    return text == null ? List.of() : Arrays.asList(text.split(","));
  }
}
