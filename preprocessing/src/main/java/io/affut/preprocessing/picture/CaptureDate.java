package io.affut.preprocessing.picture;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a picture was taken, as the camera's clock had it (EXIF DateTimeOriginal; the creation date
/// of a video).
///
/// @param raw the text of the tag as it stands in the file, without padding
/// @param local the same as a date, to the nanosecond where the file has sub-seconds
/// @param offset of the clock from UTC, where the file says it
public record CaptureDate(String raw, LocalDateTime local, Optional<ZoneOffset> offset) {
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4})[:/. -](\\d{1,2})[:/. -](\\d{1,2})[ T]+(\\d{1,2})[:.](\\d{1,2})[:.](\\d{1,2})\\D*");

  /// The year of the oldest photograph that is left; a date before it is none.
  private static final int FIRST_YEAR = 1826;

  /// The date that EXIF's texts mean; none where there is no text or it is no date, such as
  /// "0000:00:00 00:00:00".
  ///
  /// @param original DateTimeOriginal, or null
  /// @param subSeconds SubSecTimeOriginal, the digits after the point, or null
  /// @param offset OffsetTimeOriginal such as "+02:00", or null
  public static Optional<CaptureDate> of(String original, String subSeconds, String offset) {
    if (original == null) {
      return Optional.empty();
    }
    String raw = withoutPadding(original);
    Matcher matcher = DATE.matcher(raw);
    if (!matcher.matches() || number(matcher, 1) < FIRST_YEAR) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(matcher, 1),
              number(matcher, 2),
              number(matcher, 3),
              number(matcher, 4),
              number(matcher, 5),
              number(matcher, 6),
              nanoseconds(subSeconds));
      return Optional.of(new CaptureDate(raw, local, zone(offset)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The creation date of a video as FFmpeg gives it, such as "2024-05-01T12:34:56.000000Z"; `raw`
  /// becomes "2024-05-01 12:34:56", as DeepFaune writes it.
  ///
  /// The standard wants it in UTC, but cameras write what their clock shows, so no offset is taken
  /// from it.
  public static Optional<CaptureDate> ofCreation(String text) {
    String raw = text.strip().replace('T', ' ').replaceFirst("[.,Z].*", "");
    return of(raw, null, null);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int nanoseconds(String digits) {
    String clean = digits == null ? "" : withoutPadding(digits);
    if (!clean.matches("[0-9]+")) {
      return 0;
    }
    return Integer.parseInt((clean + "000000000").substring(0, 9));
  }

  private static Optional<ZoneOffset> zone(String offset) {
    String clean = offset == null ? "" : withoutPadding(offset);
    if (!clean.matches("Z|[+-][0-9]{2}:[0-9]{2}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneOffset.of(clean));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String withoutPadding(String text) {
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
