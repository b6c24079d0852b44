package io.affut.modelimport.pytorch;

/// The types of a tensor's elements.
public enum ScalarType {
  /// IEEE 754, 32 bits; `torch.float32`.
  FLOAT32("float32", 4),
  /// IEEE 754, 16 bits; `torch.float16`.
  FLOAT16("float16", 2),
  /// The upper half of a 32-bit float; `torch.bfloat16`.
  BFLOAT16("bfloat16", 2),
  /// IEEE 754, 64 bits; `torch.float64`.
  FLOAT64("float64", 8),
  /// Two's complement, 8 bits; `torch.int8`.
  INT8("int8", 1),
  /// Two's complement, 16 bits; `torch.int16`.
  INT16("int16", 2),
  /// Two's complement, 32 bits; `torch.int32`.
  INT32("int32", 4),
  /// Two's complement, 64 bits; `torch.int64`.
  INT64("int64", 8),
  /// Unsigned, 8 bits; `torch.uint8`.
  UINT8("uint8", 1),
  /// One byte: 0 is false; `torch.bool`.
  BOOL("bool", 1);

  private final String torchName;
  private final int bytes;

  ScalarType(String torchName, int bytes) {
    this.torchName = torchName;
    this.bytes = bytes;
  }

  /// PyTorch's name of it, without `torch.`.
  public String torchName() {
    return torchName;
  }

  /// The size of one element in bytes.
  public int bytes() {
    return bytes;
  }

  /// Whether elements are integers or bools.
  public boolean isWhole() {
    return switch (this) {
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> false;
      case INT8, INT16, INT32, INT64, UINT8, BOOL -> true;
    };
  }
}
