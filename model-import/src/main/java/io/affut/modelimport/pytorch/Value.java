package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/// What the pickle of a checkpoint holds, as plain data.
///
/// [Items], [Table], [Instance] and [Tensor] are equal only to themselves; the others are compared
/// by what they hold. The graph may share: the same table may stand in a thousand places, and a
/// list may even contain itself. So whoever walks a whole graph has to remember where he was.
/// Nothing here walks it: `toString`, `equals` and `hashCode` look at one object only.
public sealed interface Value
    permits Value.None,
        Value.Truth,
        Value.Whole,
        Value.Real,
        Value.Text,
        Value.Bytes,
        Items,
        Table,
        Instance,
        Tensor,
        GlobalName,
        Opaque {

  /// Python's `None`.
  record None() implements Value {}

  /// A `bool`.
  record Truth(boolean value) implements Value {}

  /// An `int`, of at most 256 bytes.
  record Whole(BigInteger value) implements Value {
    /// A number that fits a `long`.
    public static Whole of(long value) {
      return new Whole(BigInteger.valueOf(value));
    }

    /// The number as an `int`.
    ///
    /// @throws ModelImportException if it does not fit
    public int intValue() throws ModelImportException {
      if (value.bitLength() > Integer.SIZE - 1) {
        throw new ModelImportException("a number of the checkpoint is too large: " + shown());
      }
      return value.intValue();
    }

    /// The number as a `long`.
    ///
    /// @throws ModelImportException if it does not fit
    public long longValue() throws ModelImportException {
      if (value.bitLength() > Long.SIZE - 1) {
        throw new ModelImportException("a number of the checkpoint is too large: " + shown());
      }
      return value.longValue();
    }

    private String shown() {
      return value.bitLength() > 128 ? "it has " + value.bitLength() + " bits" : value.toString();
    }
  }

  /// A `float`.
  record Real(double value) implements Value {}

  /// A `str`.
  record Text(String value) implements Value {}

  /// A `bytes` or `bytearray`.
  ///
  /// @param value read-only, from its position to its limit
  record Bytes(ByteBuffer value) implements Value {
    /// Takes a view of the buffer, not a copy of its bytes.
    public Bytes {
      value = value.asReadOnlyBuffer();
    }

    /// A view of its own for each caller.
    @Override
    public ByteBuffer value() {
      return value.duplicate();
    }
  }
}
