package io.affut.modelimport.pytorch;

import java.util.Map;

/// PyTorch's names of the element types.
final class ScalarTypes {
  private static final Map<String, ScalarType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.FloatStorage", ScalarType.FLOAT32),
          Map.entry("torch.HalfStorage", ScalarType.FLOAT16),
          Map.entry("torch.BFloat16Storage", ScalarType.BFLOAT16),
          Map.entry("torch.DoubleStorage", ScalarType.FLOAT64),
          Map.entry("torch.CharStorage", ScalarType.INT8),
          Map.entry("torch.ShortStorage", ScalarType.INT16),
          Map.entry("torch.IntStorage", ScalarType.INT32),
          Map.entry("torch.LongStorage", ScalarType.INT64),
          Map.entry("torch.ByteStorage", ScalarType.UINT8),
          Map.entry("torch.BoolStorage", ScalarType.BOOL),
          Map.entry("torch.UntypedStorage", ScalarType.UINT8),
          Map.entry("torch.storage.UntypedStorage", ScalarType.UINT8));

  private ScalarTypes() {}

  /// Of a storage class.
  static ScalarType ofStorage(GlobalName storage) throws Refusal {
    ScalarType type = STORAGES.get(storage.name());
    if (type == null) {
      throw notSupported(storage);
    }
    return type;
  }

  /// Of a `dtype`.
  static ScalarType named(GlobalName dtype) throws Refusal {
    for (ScalarType type : ScalarType.values()) {
      if (dtype.name().equals("torch." + type.torchName())) {
        return type;
      }
    }
    throw notSupported(dtype);
  }

  private static Refusal notSupported(GlobalName name) {
    return new Refusal("it holds tensors of " + name.name() + ", which are not supported");
  }
}
