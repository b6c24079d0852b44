package io.affut.exports.camtrapdp;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Dates as Camtrap DP writes them: to the second, with an offset.
///
/// @param zone that the cameras' clocks are set to
record Timestamps(ZoneId zone) {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  static Timestamps of(Optional<ZoneId> zone) {
    return new Timestamps(zone.orElse(ZoneOffset.UTC));
  }

  String text(LocalDateTime date) {
    return date.atZone(zone).format(FORMAT);
  }

  /// A date as a run records it; empty where it is none.
  static String ofRun(String started) {
    try {
      return OffsetDateTime.parse(started).format(FORMAT);
    } catch (DateTimeException e) {
      return "";
    }
  }
}
