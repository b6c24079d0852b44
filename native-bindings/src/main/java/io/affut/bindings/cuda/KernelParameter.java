package io.affut.bindings.cuda;

/// What a kernel takes at one place.
///
/// @param bytes its size
/// @param buffers how many addresses of buffers it is made of; 0 for values
public record KernelParameter(int bytes, int buffers) {
  /// An `int`.
  public static final KernelParameter INT = new KernelParameter(Integer.BYTES, 0);

  /// A `float`.
  public static final KernelParameter FLOAT = new KernelParameter(Float.BYTES, 0);

  /// A `double`.
  public static final KernelParameter DOUBLE = new KernelParameter(Double.BYTES, 0);

  /// A pointer to memory of the device.
  public static final KernelParameter BUFFER = buffers(1);

  /// What all of a kernel's parameters may take together, in bytes, on the devices that allow
  /// least.
  static final int MOST_BYTES = 4096;

  /// @throws IllegalArgumentException when no kernel takes such a thing
  public KernelParameter {
    if (bytes < 1 || bytes > MOST_BYTES || buffers < 0 || buffers > 0 && bytes != 8 * buffers) {
      throw new IllegalArgumentException(
          "a parameter of %d bytes with %d buffers".formatted(bytes, buffers));
    }
  }

  /// A `struct` that has no pointers.
  ///
  /// @param bytes its size as the C compiler has it
  public static KernelParameter struct(int bytes) {
    return new KernelParameter(bytes, 0);
  }

  /// A `struct` of pointers to memory of the device, and nothing else.
  public static KernelParameter buffers(int count) {
    return new KernelParameter(Math.multiplyExact(8, count), count);
  }
}
