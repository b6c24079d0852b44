package io.affut.modelimport;

/// The element types that tensors of imported models have.
public enum ElementType {
  /// IEEE 754, 32 bits.
  FLOAT32(4),
  /// Two's complement, 32 bits.
  INT32(4),
  /// Two's complement, 64 bits.
  INT64(8),
  /// One byte: 0 is false, 1 is true.
  BOOL(1),
  /// Unsigned, 8 bits.
  UINT8(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /// The size of one element in bytes.
  public int bytes() {
    return bytes;
  }
}
