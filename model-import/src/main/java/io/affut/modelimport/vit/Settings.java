package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Pool;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// What the user says of a vision transformer because its checkpoint does not.
///
/// @param heads how many heads an attention has, where no known backbone says it
/// @param size the side of the pictures that it was trained with, in pixels
/// @param pool what its logits come from
record Settings(OptionalInt heads, OptionalInt size, Optional<Pool> pool) {
  private static final Set<String> KEYS = Set.of("heads", "size", "pool");
  private static final int LARGEST = 4096;

  /// Reads the settings that a user gave.
  ///
  /// @throws ModelImportException if there are others, or one cannot have its value
  static Settings of(Map<String, String> given) throws ModelImportException {
    Set<String> others = new TreeSet<>(given.keySet());
    others.removeAll(KEYS);
    if (!others.isEmpty()) {
      throw new ModelImportException(
          "a vision transformer has the settings heads, size and pool, so not "
              + String.join(", ", others));
    }
    return new Settings(number(given, "heads"), number(given, "size"), pool(given.get("pool")));
  }

  private static Optional<Pool> pool(String text) throws ModelImportException {
    Optional<Pool> pool =
        Arrays.stream(Pool.values()).filter(p -> p.name().equalsIgnoreCase(text)).findFirst();
    if (text != null && pool.isEmpty()) {
      throw new ModelImportException("the setting pool is token or avg, so not " + text);
    }
    return pool;
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
