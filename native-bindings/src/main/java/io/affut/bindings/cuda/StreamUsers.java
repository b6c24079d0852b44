package io.affut.bindings.cuda;

import java.util.LinkedHashSet;
import java.util.Set;

/// The streams that were given work with a buffer, so that its memory is not given back before they
/// are done with it: neither `cudaFreeHost` nor a destroyed stream waits by contract. Any thread,
/// as the kernels of one program are launched by many.
final class StreamUsers {
  private final Set<CudaStream> streams = new LinkedHashSet<>();
  private boolean gone;

  synchronized void add(CudaStream stream) {
    if (streams.add(stream)) {
      streams.removeIf(CudaStream::isClosed); // those have waited for their work
    }
  }

  /// Whether what they use is being given back.
  synchronized boolean areGone() {
    return gone;
  }

  /// Waits for all of them and gives back what they use, in any case; nothing where that has been
  /// done.
  ///
  /// @throws CudaException the first failure of a stream, after all were waited for
  void release(CudaHandle used) {
    if (!used.isClosed()) {
      try (used) {
        finish();
      }
    }
  }

  private synchronized void finish() {
    gone = true;
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
