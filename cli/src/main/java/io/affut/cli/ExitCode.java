package io.affut.cli;

/// What the program's exit status says. 129, 130 and 143, interrupted, are set by the Java runtime
/// itself.
final class ExitCode {
  static final int DONE = 0;
  static final int SOME_FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int NATIVE_LIBRARY = 3;
  static final int MODEL = 4;
  static final int DEVICE = 5;
  static final int OUTPUT = 6;
  static final int OURS = 70;

  private ExitCode() {}
}
