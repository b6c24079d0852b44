package io.affut.engine.given;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Names of files that are no UTF-8, as Python's programs write them.
///
/// In the place of a byte that it cannot decode, 80 to FF, Python puts a surrogate, U+DC80 to
/// U+DCFF (PEP 383); Java puts U+FFFD in the place of all that belong together. A file that Python
/// wrote has the bytes of a name, then, of which Java shows less.
final class PythonName {
  private static final int FIRST = 0xDC80;
  private static final int LAST = 0xDCFF;

  private PythonName() {}

  /// What Java shows of a name that Python wrote; the same name where it is UTF-8.
  static String shown(String name) {
    if (name.codePoints().noneMatch(PythonName::isByte)) {
      return name;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    name.codePoints()
        .forEach(point -> {
          if (isByte(point)) {
            bytes.write(point); // its lower eight bits
          } else {
            bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isByte(int point) {
    return point >= FIRST && point <= LAST;
  }
}
