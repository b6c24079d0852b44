package io.affut.exports.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.regex.Pattern;

/// Names that every file system takes, Windows' too, and that lead nowhere else.
public final class SafeName {
  /// Most file systems end a name at 255 bytes; the rest is for what is put behind it, such as
  /// `_2`.
  private static final int MOST_BYTES = 200;

  /// The longest ending that is one, such as `.jpeg`.
  private static final int LONGEST_ENDING = 8;

  /// Names of devices of Windows, with any ending.
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\\..*)?",
          Pattern.CASE_INSENSITIVE);

  private SafeName() {}

  /// The name of a file or a folder for `text`: never empty, never `.` or `..`, without separators,
  /// control characters, and dots or blanks at its end.
  public static String of(String text) {
    StringBuilder name = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(c -> isSafe(c) ? c : '_')
        .forEach(name::appendCodePoint);
    String safe = withoutEnd(shortened(withoutEnd(name.toString().stripLeading())));
    if (safe.isEmpty()) {
      return "_";
    }
    return DEVICE.matcher(safe).matches() ? "_" + safe : safe;
  }

  /// The path below `folder` that a picture's path stands for; it never leads out of `folder`.
  ///
  /// @param file with forward or backward slashes
  public static Path below(Path folder, String file) {
    Path path = folder;
    for (String part : file.split("[/\\\\]")) {
      if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        path = path.resolve(of(part));
      }
    }
    return path.equals(folder) ? folder.resolve("_") : path;
  }

  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> "<>:\"/\\|?*".indexOf(c) < 0;
    };
  }

  private static String withoutEnd(String name) {
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    return name.substring(0, end);
  }

  private static String shortened(String name) {
    if (bytes(name) <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - ending.length());
    while (bytes(stem) + bytes(ending) > MOST_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
