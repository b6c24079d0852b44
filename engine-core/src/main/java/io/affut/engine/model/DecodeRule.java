package io.affut.engine.model;

import java.util.Locale;

/// At which size a JPEG is decoded for a model.
public enum DecodeRule {
  /// Every pixel, as the original programs do.
  FULL,
  /// The smallest scale of the JPEG's own transform that still covers the network's input.
  REDUCED;

  /// The word that manifests, options and results use, such as `full`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
