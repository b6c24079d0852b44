package io.affut.engine.toml;

import java.util.List;
import java.util.stream.Collectors;

/// A TOML file in the making: tables and keys in the order in which they are added.
public final class TomlText {
  private static final int LONGEST_LINE = 110;

  private final StringBuilder text = new StringBuilder();

  /// An empty text.
  public TomlText() {}

  /// Begins a table.
  public TomlText table(String name) {
    return header("[" + name + "]");
  }

  /// Begins the next table of a list of tables.
  public TomlText nextTable(String name) {
    return header("[[" + name + "]]");
  }

  /// Adds a text.
  public TomlText put(String key, String value) {
    return line(key, quoted(value));
  }

  /// Adds a number; what is whole is written without a point.
  public TomlText put(String key, Number value) {
    return line(key, number(value));
  }

  /// Adds a list of texts, over several lines where it is long.
  public TomlText put(String key, List<String> values) {
    List<String> quoted = values.stream().map(TomlText::quoted).toList();
    String oneLine = "[" + String.join(", ", quoted) + "]";
    return line(
        key,
        oneLine.length() <= LONGEST_LINE
            ? oneLine
            : quoted.stream().collect(Collectors.joining(",\n  ", "[\n  ", ",\n]")));
  }

  /// Adds a list of numbers.
  public TomlText putNumbers(String key, List<? extends Number> values) {
    return line(
        key, values.stream().map(TomlText::number).collect(Collectors.joining(", ", "[", "]")));
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private TomlText header(String line) {
    text.append('\n').append(line).append('\n');
    return this;
  }

  private TomlText line(String key, String value) {
    boolean bare = key.matches("[A-Za-z0-9_-]+");
    text.append(bare ? key : quoted(key)).append(" = ").append(value).append('\n');
    return this;
  }

  private static String number(Number value) {
    double exact = value.doubleValue();
    return exact == Math.rint(exact) && Math.abs(exact) < 1e15
        ? Long.toString(value.longValue())
        : value.toString();
  }

  /// A basic string: what it cannot hold as it is, is escaped.
  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
