package io.affut.bindings.openvino;

/// The type of a tensor's elements, under the names of `ov_element_type_e`, in the order of the
/// headers of 2026.
///
/// Multi-byte elements are in the byte order of the machine. OpenVINO 2025 numbers them one higher
/// (it has `UNDEFINED` before [#DYNAMIC]); the library is asked which it does when it is loaded.
public enum ElementType {
  /// Not known before the model runs.
  DYNAMIC(0),
  /// One byte, 0 or 1.
  BOOLEAN(8),
  /// The upper half of a 32-bit float.
  BF16(16),
  /// IEEE half precision.
  F16(16),
  /// IEEE single precision: Java's `float`.
  F32(32),
  /// IEEE double precision: Java's `double`.
  F64(64),
  /// Four bits, signed.
  I4(4),
  /// One byte, signed.
  I8(8),
  /// Two bytes, signed.
  I16(16),
  /// Four bytes, signed: Java's `int`.
  I32(32),
  /// Eight bytes, signed: Java's `long`.
  I64(64),
  /// One bit.
  U1(1),
  /// Two bits.
  U2(2),
  /// Three bits.
  U3(3),
  /// Four bits, unsigned.
  U4(4),
  /// Six bits.
  U6(6),
  /// One byte, 0-255.
  U8(8),
  /// Two bytes, unsigned.
  U16(16),
  /// Four bytes, unsigned.
  U32(32),
  /// Eight bytes, unsigned.
  U64(64),
  /// Four bits, NormalFloat.
  NF4(4),
  /// One byte: four bits of exponent, three of mantissa.
  F8E4M3(8),
  /// One byte: five bits of exponent, two of mantissa (the C header calls it so).
  F8E5M3(8),
  /// Strings of C++; of no use over memory of ours.
  STRING(0),
  /// Four bits: two of exponent, one of mantissa.
  F4E2M1(4),
  /// One byte: an exponent alone.
  F8E8M0(8);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  /// The size of one element in bytes.
  ///
  /// @throws IllegalArgumentException for types of less than a byte, or of no fixed size
  public int bytes() {
    if (bits < 8) {
      throw new IllegalArgumentException(this + " has no size in whole bytes");
    }
    return bits / 8;
  }
}
