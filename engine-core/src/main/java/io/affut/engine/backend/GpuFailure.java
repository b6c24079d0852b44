package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.tensorrt.TensorRtException;
import java.util.Locale;
import java.util.Optional;

/// What failures of CUDA and TensorRT mean.
public final class GpuFailure {
  private GpuFailure() {}

  /// Whether there was not enough memory. TensorRT has no status for it, only words.
  public static boolean isLackOfMemory(Throwable failure) {
    return switch (failure) {
      case CudaException e -> e.isOutOfMemory();
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

  /// After a failure, waits for what was queued before it, since that still uses its buffers, and
  /// looks whether the GPU is lost: an error of CUDA that sticks is told by every later call too.
  ///
  /// @return the error that sticks, with the failure, if there is one
  static Optional<CudaException> lost(CudaStream stream, Throwable failure) {
    try {
      stream.synchronise();
      return Optional.empty();
    } catch (CudaException first) {
      try {
        stream.synchronise();
        return Optional.empty();
      } catch (CudaException sticks) {
        sticks.addSuppressed(failure);
        return Optional.of(sticks);
      }
    }
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
