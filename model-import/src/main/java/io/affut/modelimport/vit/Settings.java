package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// What the user says of a vision transformer because its checkpoint does not.
///
/// @param heads how many heads an attention has, where no known backbone says it
/// @param size the side of the pictures that it was trained with, in pixels
record Settings(OptionalInt heads, OptionalInt size) {
  private static final Set<String> KEYS = Set.of("heads", "size");
  private static final int LARGEST = 4096;

  /// Reads the settings that a user gave.
  ///
  /// @throws ModelImportException if there are others, or one is no number from 1 to 4096
  static Settings of(Map<String, String> given) throws ModelImportException {
    Set<String> others = new TreeSet<>(given.keySet());
    others.removeAll(KEYS);
    if (!others.isEmpty()) {
      throw new ModelImportException(
          "a vision transformer has the settings heads and size, so not "
              + String.join(", ", others));
    }
    return new Settings(number(given, "heads"), number(given, "size"));
  }

  private static OptionalInt number(Map<String, String> given, String key)
      throws ModelImportException {
    String text = given.get(key);
    if (text == null) {
      return OptionalInt.empty();
    }
    if (text.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LARGEST) {
        return OptionalInt.of(number);
      }
    }
    throw new ModelImportException(
        "the setting %s is a number from 1 to %d, so not %s".formatted(key, LARGEST, text));
  }
}
