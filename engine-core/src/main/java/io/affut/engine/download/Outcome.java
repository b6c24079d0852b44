package io.affut.engine.download;

/// What came of an attempt to fetch a file, or the rest of it.
///
/// @param complete whether the file is there
/// @param hopeless whether another attempt would end in the same way
/// @param reason why it failed, in the middle of a sentence
/// @param cause what lies behind it, or null
record Outcome(boolean complete, boolean hopeless, String reason, Throwable cause) {
  static final Outcome COMPLETE = new Outcome(true, false, "", null);

  static Outcome failed(String reason, Throwable cause) {
    return new Outcome(false, false, reason, cause);
  }

  static Outcome hopeless(String reason, Throwable cause) {
    return new Outcome(false, true, reason, cause);
  }
}
