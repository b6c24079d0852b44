package io.affut.engine.download;

import java.time.Duration;

/// How long a download waits, and how often it tries.
///
/// @param connect until a connection stands
/// @param silence without a byte, after which a connection is given up
/// @param pause before another attempt; the second pause is twice as long, and so on
/// @param attempts that may fail one after the other without bringing anything new
public record Patience(Duration connect, Duration silence, Duration pause, int attempts) {
  /// For lines that are as bad as those of a field station.
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(2), 4);
}
