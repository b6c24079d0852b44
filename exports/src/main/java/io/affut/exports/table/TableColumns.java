package io.affut.exports.table;

/// Which columns a table has.
public enum TableColumns {
  /// DeepFaune's.
  DEEPFAUNE,
  /// DeepFaune's, and after them everything else that is known of a picture.
  FULL
}
