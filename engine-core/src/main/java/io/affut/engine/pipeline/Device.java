package io.affut.engine.pipeline;

import java.util.Locale;
import java.util.Optional;

/// A device that a user may ask for, by the word that options and results use.
public enum Device {
  /// Whatever is best here; it says what it chose.
  AUTO,
  CPU,
  /// Intel's graphics, through OpenVINO.
  GPU,
  /// Intel's neural processor, through OpenVINO.
  NPU;

  /// The device that `word` names, whatever its case.
  public static Optional<Device> of(String word) {
    for (Device device : values()) {
      if (device.name().equalsIgnoreCase(word)) {
        return Optional.of(device);
      }
    }
    return Optional.empty();
  }

  /// The word that options and results use, such as `cpu`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
