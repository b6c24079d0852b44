package io.affut.modelimport;

/// How trained weights are stored in the written file. What is computed with is 32-bit floats in
/// any case, unless the engine chooses otherwise.
public enum WeightStorage {
  /// 32-bit floats: nothing is rounded.
  F32,
  /// The big matrices and kernels as 16-bit floats (IEEE 754), rounded to nearest, ties to even:
  /// half the file. The rest stays as it is. A weight that 16 bits cannot hold is refused.
  F16
}
