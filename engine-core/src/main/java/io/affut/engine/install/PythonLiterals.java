package io.affut.engine.install;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lists and tables as Python prints them, which is how the makers of YOLO networks note the names
/// of classes and the size of pictures in ONNX.
final class PythonLiterals {
  private static final String QUOTED = "'((?:[^'\\\\]|\\\\.)*+)'|\"((?:[^\"\\\\]|\\\\.)*+)\"";
  private static final Pattern ENTRY = Pattern.compile("(\\d{1,6})\\s*:\\s*(?:" + QUOTED + ")");
  private static final Pattern ELEMENT = Pattern.compile(QUOTED);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  private PythonLiterals() {}

  /// The names in `{0: 'fox', 1: 'deer'}` or `['fox', 'deer']`; none where it is neither.
  static List<String> names(String text) {
    SortedMap<Integer, String> byIndex = new TreeMap<>();
    if (text.strip().startsWith("{")) {
      for (Matcher entry = ENTRY.matcher(text); entry.find(); ) {
        byIndex.put(Integer.valueOf(entry.group(1)), text(entry.group(2), entry.group(3)));
      }
      boolean whole = !byIndex.isEmpty() && byIndex.lastKey() == byIndex.size() - 1;
      return whole ? List.copyOf(byIndex.values()) : List.of();
    }
    List<String> names = new ArrayList<>();
    for (Matcher element = ELEMENT.matcher(text); element.find(); ) {
      names.add(text(element.group(1), element.group(2)));
    }
    return names;
  }

  /// The whole numbers in `[640, 640]` or `640`.
  static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (Matcher number = NUMBER.matcher(text); number.find(); ) {
      numbers.add(Integer.valueOf(number.group()));
    }
    return numbers;
  }

  private static String text(String single, String twofold) {
    return (single == null ? twofold : single).replaceAll("\\\\(.)", "$1");
  }
}
