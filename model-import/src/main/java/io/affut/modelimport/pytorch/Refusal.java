package io.affut.modelimport.pytorch;

/// Why a checkpoint is refused: the part of the sentence that follows the name of the file.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 200;

  Refusal(String reason) {
    super(reason);
  }

  Refusal(String reason, Throwable cause) {
    super(reason, cause);
  }

  /// A class or function that is given something else than PyTorch gives it.
  static Refusal ofArguments(GlobalName global) {
    return new Refusal("its pickle gives " + global.name() + " arguments that it does not take");
  }

  /// A name from the file as it may be shown: on one line, of bearable length, and without what
  /// would steer a terminal.
  static String shown(String name) {
    String line =
        name.codePoints()
            .limit(LONGEST)
            .map(c -> isPlain(c) ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.length() < name.length() ? line + "..." : line;
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
