package io.affut.engine.species;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as people write them: `10s`, `1h30m`, `-2d`, `0.5s`; a number alone is seconds.
public final class TimeSpan {
  private static final Pattern SECONDS = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
  private static final Pattern PARTS =
      Pattern.compile(
          "([+-]?)(?:(\\d+)d)?((?:\\d+h)?(?:\\d+m)?(?:\\d+(?:\\.\\d+)?s)?)",
          Pattern.CASE_INSENSITIVE);

  private TimeSpan() {}

  /// The span that `text` says.
  ///
  /// @throws IllegalArgumentException when it is none
  public static Duration parse(String text) {
    String clean = text.strip();
    Matcher parts = PARTS.matcher(SECONDS.matcher(clean).matches() ? clean + "s" : clean);
    try {
      if (parts.matches() && (parts.group(2) != null || !parts.group(3).isEmpty())) {
        String days = parts.group(2) == null ? "" : parts.group(2) + "D";
        String time = parts.group(3).isEmpty() ? "" : "T" + parts.group(3);
        return Duration.parse(parts.group(1) + "P" + (days + time).toUpperCase(Locale.ROOT));
      }
    } catch (DateTimeException e) {
      throw wrong(text, e);
    }
    throw wrong(text, null);
  }

  /// The text of a span, which [#parse] reads.
  public static String text(Duration span) {
    if (span.isZero()) {
      return "0s";
    }
    String sign = span.isNegative() ? "-" : "";
    return sign + span.abs().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String text, DateTimeException cause) {
    return new IllegalArgumentException(
        "'%s' is not a span of time, such as 10s, 1h30m or -2d".formatted(text), cause);
  }
}
