package io.affut.engine.model;

import java.util.Locale;

/// The arithmetic that a network is computed in.
public enum Precision {
  /// 32-bit floating point (IEEE 754 binary32).
  F32,
  /// bfloat16: the range of 32 bits with 8 bits of significand.
  BF16,
  /// 16-bit floating point (IEEE 754 binary16).
  F16;

  /// The word that manifests, options and results use, such as `f32`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
