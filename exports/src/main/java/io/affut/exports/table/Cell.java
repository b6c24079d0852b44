package io.affut.exports.table;

import java.time.LocalDateTime;
import java.util.Optional;

/// What one cell of a table says, whatever the format of the file.
sealed interface Cell {
  Cell NOTHING = new Nothing();

  /// Not known, or there is none.
  record Nothing() implements Cell {}

  record Text(String text) implements Cell {}

  /// @param text of the number, with a point
  record Number(String text) implements Cell {
    java.lang.Number value() {
      if (text.contains(".")) {
        return Double.valueOf(text);
      }
      return Long.valueOf(text);
    }
  }

  /// @param text of the date as a file of text has it
  record Date(String text, LocalDateTime date) implements Cell {}

  static Cell of(String text) {
    return new Text(text);
  }

  static Cell of(Optional<String> text) {
    return text.<Cell>map(Text::new).orElse(NOTHING);
  }

  static Cell of(long number) {
    return new Number(Long.toString(number));
  }
}
