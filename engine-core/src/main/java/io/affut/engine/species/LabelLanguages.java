package io.affut.engine.species;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The languages that labels are known in.
public final class LabelLanguages {
  private LabelLanguages() {}

  /// Their codes, as class lists write them.
  public static List<String> all() {
    return List.copyOf(PlainLabels.shipped().languages());
  }

  /// The code of a language that is asked for: itself, or what it is another code for, such as `sv`
  /// for DeepFaune's `se`. None where labels are not known in it.
  public static Optional<String> find(String asked) {
    String code = asked.toLowerCase(Locale.ROOT);
    String known = PlainLabels.shipped().aliases().getOrDefault(code, code);
    return Optional.of(known).filter(PlainLabels.shipped().languages()::contains);
  }
}
