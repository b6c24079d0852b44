package io.affut.bindings.cuda;

/// A version of CUDA.
///
/// @param major such as 13
/// @param minor such as 1
public record CudaVersion(int major, int minor) implements Comparable<CudaVersion> {
  /// The version that C writes as 1000 times the major and 10 times the minor number.
  static CudaVersion ofNumber(int number) {
    return new CudaVersion(number / 1000, number % 1000 / 10);
  }

  @Override
  public int compareTo(CudaVersion other) {
    int byMajor = Integer.compare(major, other.major);
    return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
  }

  /// Such as `13.1`.
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
