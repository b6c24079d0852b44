package io.affut.bindings.turbojpeg;

/// How coarsely a JPEG file stores its colours beside its brightness; in the order of C's
/// `TJSAMP_...`.
public enum Subsampling {
  /// As finely as the brightness.
  S444,
  /// Half as finely across.
  S422,
  /// Half as finely across and down.
  S420,
  /// No colours.
  GRAY,
  /// Half as finely down.
  S440,
  /// A quarter as finely across.
  S411,
  /// A quarter as finely down (libjpeg-turbo 3).
  S441,
  /// Something that the library has no name for.
  OTHER;

  static Subsampling of(int code) {
    return code >= 0 && code < OTHER.ordinal() ? values()[code] : OTHER;
  }
}
