package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.tensorrt.TensorRtException;
import java.util.Locale;

/// What failures of CUDA and TensorRT mean.
final class GpuFailure {
  private static final int CUDA_ERROR_MEMORY_ALLOCATION = 2;

  private GpuFailure() {}

  /// Whether there was not enough memory. TensorRT has no status for it, only words.
  static boolean isLackOfMemory(RuntimeException failure) {
    return switch (failure) {
      case CudaException e -> e.status() == CUDA_ERROR_MEMORY_ALLOCATION;
      case TensorRtException e ->
          e.nativeText()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z]", "")
              .contains("outofmemory"); // `OutOfMemory`, `out of memory`
      default -> false;
    };
  }

  /// The same failure for one more thread, with the first one as its cause: an exception is thrown
  /// once.
  static RuntimeException again(Throwable failure) {
    return switch (failure) {
      case CudaException e ->
          caused(new CudaException(e.function(), e.status(), e.statusName(), e.nativeText()), e);
      case TensorRtException e -> caused(new TensorRtException(e.function(), e.nativeText()), e);
      default ->
          new IllegalStateException("a batch was not computed: " + failure.getMessage(), failure);
    };
  }

  /// What TensorRT said, in one line.
  static String line(TensorRtException failure) {
    return String.join(
        "; ", failure.getMessage().lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
  }

  private static RuntimeException caused(RuntimeException failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }
}
