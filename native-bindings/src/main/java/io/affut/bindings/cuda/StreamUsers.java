package io.affut.bindings.cuda;

import java.util.LinkedHashSet;
import java.util.Set;

/// The streams that were given work with a buffer, so that its memory is not given back before they
/// are done with it: neither `cudaFreeHost` nor a destroyed stream waits by contract.
final class StreamUsers {
  private final Set<CudaStream> streams = new LinkedHashSet<>();

  void add(CudaStream stream) {
    streams.add(stream);
  }

  /// Waits for all of them.
  ///
  /// @throws CudaException the first failure of a stream, after all were waited for
  void finish() {
    CudaException failure = null;
    for (CudaStream stream : streams) {
      try {
        stream.finish();
      } catch (CudaException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    streams.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
