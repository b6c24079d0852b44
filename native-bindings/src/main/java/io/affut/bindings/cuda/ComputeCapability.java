package io.affut.bindings.cuda;

/// Which instructions a device has.
///
/// @param major such as 9
/// @param minor such as 0
public record ComputeCapability(int major, int minor) {
  /// What compilers call machine code for it, such as `sm_90`.
  public String architecture() {
    return "sm_" + major + minor;
  }

  /// Such as `9.0`.
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
