package io.affut.engine.card;

/// What is known of a file's SHA-256.
///
/// @param start the first hexadecimal digits; all 64 of them, some, or none
/// @param end the last ones, where not all are known
public record KnownSum(String start, String end) {
  /// Nothing is known.
  public static final KnownSum UNKNOWN = new KnownSum("", "");

  private static final int DIGITS = 64;

  /// Whether all digits are known: only then can a file be verified.
  public boolean isWhole() {
    return start.length() == DIGITS;
  }

  /// Whether nothing is known.
  public boolean isUnknown() {
    return start.isEmpty() && end.isEmpty();
  }

  /// Whether a sum that was found has the digits that are known.
  public boolean allows(String found) {
    return found.startsWith(start) && found.endsWith(end);
  }

  /// As cards write it: all digits, `first...last`, or `unknown`.
  @Override
  public String toString() {
    return isUnknown() ? "unknown" : isWhole() ? start : start + "..." + end;
  }
}
