package io.affut.preprocessing.picture;

import java.io.EOFException;

/// Words for what a decoder threw.
final class Reasons {
  private static final int LONGEST = 200;

  private Reasons() {}

  /// The decoder's own text on one line, or what kind of failure it was.
  static String text(Throwable failure) {
    return switch (failure) {
      case OutOfMemoryError _ -> "it needs more memory to be decoded than Java has";
      case EOFException _ -> "it ends too early";
      case StackOverflowError _ -> "it is nested too deeply";
      default -> line(failure);
    };
  }

  private static String line(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return "its content makes no sense (" + failure.getClass().getSimpleName() + ")";
    }
    String line = message.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
