package io.affut.engine.pipeline;

import java.util.Locale;

/// What is done with each picture, in this order.
public enum Stage {
  /// Its file comes into memory.
  READ,
  /// It becomes upright pixels.
  DECODE,
  /// The pixels are fitted into the network's input.
  LETTERBOX,
  /// The network computes. Begins in the thread that decoded, and ends in the one that collects,
  /// when that has waited for it.
  INFER,
  /// The network's outputs become boxes.
  BOXES,
  /// The animals are cut out and classified, where there is a classifier. Begins in the thread that
  /// decoded, and ends in the classifier's.
  CLASSIFY,
  /// The result is handed on, to be written.
  WRITE;

  /// The word that people read, such as `letterbox`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
