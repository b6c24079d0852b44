package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Code that was loaded for a device, with the kernels in it. Any thread may use it.
///
/// The maker closes it, when nobody launches its kernels any more; twice is fine.
public final class CudaProgram implements AutoCloseable {
  private final CudaLibrary library;
  private final CudaDevice device;
  private final CudaHandle handle;
  private final StreamUsers users = new StreamUsers();

  CudaProgram(CudaLibrary library, CudaDevice device, CudaHandle handle) {
    this.library = library;
    this.device = device;
    this.handle = handle;
  }

  /// One of its kernels.
  ///
  /// @param name its C name; the source has it as `extern "C"`
  /// @param parameters what it takes, in turn: CUDA believes what is said here
  /// @throws CudaException when there is no such kernel, or CUDA fails
  public CudaKernel kernel(String name, KernelParameter... parameters) {
    List<KernelParameter> all = List.of(parameters);
    int bytes = all.stream().mapToInt(KernelParameter::bytes).sum();
    if (bytes > KernelParameter.MOST_BYTES) {
      throw new IllegalArgumentException(name + " takes " + bytes + " bytes of parameters");
    }
    library.select(device.index());
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      library.check(
          library.c().cudaLibraryGetKernel(slot, handle.pointer(), call.allocateFrom(name)),
          "cudaLibraryGetKernel");
      return new CudaKernel(this, name, slot.get(ADDRESS, 0), all);
    }
  }

  /// Where its kernels run.
  public CudaDevice device() {
    return device;
  }

  /// Waits for the streams that were given its kernels, and gives it back in any case.
  ///
  /// @throws CudaException when some of that work failed
  @Override
  public void close() {
    users.release(handle);
  }

  /// Such as `program on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  StreamUsers users() {
    return users;
  }

  /// @throws IllegalStateException when it is closed
  void requireOpen() {
    handle.pointer();
  }
}
