package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.NvJpegBatch;
import io.affut.bindings.cuda.NvJpegHandle;
import io.affut.bindings.cuda.NvJpegParser;
import io.affut.bindings.memory.OwnedParts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A GPU's own decoder for JPEG, shared by all readers: whatever waits is taken at once, up to a
/// batch. Two threads serve it, so that one batch is prepared while the other is decoded.
///
/// Any thread may use it. The maker closes it when nobody waits any more; twice is fine.
final class HardwareJpegs implements AutoCloseable {
  /// How many batches are under way at once.
  static final int RUNNERS = 2;

  private final NvJpegHandle handle;
  private final int batch;
  private final int enough;
  private final OwnedParts parts = new OwnedParts();
  private final List<Thread> threads = new ArrayList<>();

  // Guarded by this.
  private final Deque<Job> waiting = new ArrayDeque<>();
  private int undone;
  private boolean closed;

  /// A file that a reader waits for.
  private static final class Job {
    final NvJpegBatch.Item item;
    boolean done;
    Throwable failure;

    Job(NvJpegBatch.Item item) {
      this.item = item;
    }
  }

  /// @param handle of the decoder; the caller's
  /// @param batch how many files are decoded at once, at most
  /// @param enough how many may be handed in and not done at a time
  HardwareJpegs(NvJpegHandle handle, int batch, int enough) {
    this.handle = handle;
    this.batch = batch;
    this.enough = enough;
    try {
      for (int i = 1; i <= RUNNERS; i++) {
        CudaStream stream = parts.add(handle.device().newStream());
        NvJpegBatch decoder = parts.add(handle.newBatch(batch));
        threads.add(
            Thread.ofPlatform()
                .daemon()
                .name("affut-jpegs-cuda" + handle.device().index() + "-" + i)
                .unstarted(() -> serve(stream, decoder)));
      }
      threads.forEach(Thread::start);
    } catch (RuntimeException | Error e) {
      end();
      throw parts.closedAfter(e);
    }
  }

  /// Reads headers, and tells what suits the decoder.
  ///
  /// @return the caller's to close
  NvJpegParser newParser() {
    return handle.newParser();
  }

  /// Decodes a file, unless enough others are handed in already; waits until the pixels are there,
  /// or it is sure that nothing more will be written.
  ///
  /// nvJPEG does not let this decoder wait for its stream: others have seen it write, on an H100,
  /// before the stream came to it. So whoever used the target has to be done.
  ///
  /// @param target nothing that was queued may be at work with it
  /// @param inAnyCase however many others there are
  /// @return whether it did
  /// @throws CudaException when nvJPEG or the GPU fails
  boolean decode(MemorySegment file, JpegCheck.Fit fit, DeviceBuffer target, boolean inAnyCase) {
    Job job = new Job(new NvJpegBatch.Item(file, target, 0, fit.width(), fit.height()));
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the GPU's decoder is closed");
      }
      if (undone >= enough && !inAnyCase) {
        return false;
      }
      undone++;
      waiting.add(job);
      notifyAll();
      await(job);
    }
    switch (job.failure) {
      case null -> {
        return true;
      }
      case CudaException e -> throw ofThisThread(e);
      case Throwable e -> throw new IllegalStateException("a JPEG could not be decoded", e);
    }
  }

  /// An interruption waits too: the file and the target are in use.
  private void await(Job job) {
    boolean wasInterrupted = false;
    while (!job.done) {
      try {
        wait();
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Several threads may be told of one failure.
  private static CudaException ofThisThread(CudaException failure) {
    CudaException copy =
        new CudaException(
            failure.function(), failure.status(), failure.statusName(), failure.nativeText());
    copy.initCause(failure);
    return copy;
  }

  private void serve(CudaStream stream, NvJpegBatch decoder) {
    for (List<Job> jobs = take(); !jobs.isEmpty(); jobs = take()) {
      if (!decodeTogether(stream, decoder, jobs)) {
        jobs.forEach(job -> decodeAlone(stream, decoder, job));
      }
    }
  }

  /// What waits, up to a batch; nothing when it is closed.
  private synchronized List<Job> take() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        continue; // nobody interrupts these threads; close ends them
      }
    }
    List<Job> jobs = new ArrayList<>();
    while (!waiting.isEmpty() && jobs.size() < batch) {
      jobs.add(waiting.remove());
    }
    return jobs;
  }

  /// @return false when it failed and each has to be tried alone, since one of them is to blame
  private boolean decodeTogether(CudaStream stream, NvJpegBatch decoder, List<Job> jobs) {
    Throwable failure = failure(stream, decoder, jobs);
    boolean isOfOne =
        failure instanceof CudaException e && !JpegSession.isOfTheGpu(e) && jobs.size() > 1;
    if (!isOfOne) {
      jobs.forEach(job -> finish(job, failure));
    }
    return !isOfOne;
  }

  private void decodeAlone(CudaStream stream, NvJpegBatch decoder, Job job) {
    finish(job, failure(stream, decoder, List.of(job)));
  }

  /// Decodes and waits.
  ///
  /// @return what went wrong, or null; in both cases the stream is idle
  private static Throwable failure(CudaStream stream, NvJpegBatch decoder, List<Job> jobs) {
    Throwable failure = null;
    try {
      decoder.decode(stream, jobs.stream().map(job -> job.item).toList());
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    try {
      stream.synchronise();
    } catch (RuntimeException | Error e) {
      if (failure != null) {
        e.addSuppressed(failure);
      }
      failure = e; // it is the GPU's own
    }
    return failure;
  }

  private synchronized void finish(Job job, Throwable failure) {
    job.failure = failure;
    job.done = true;
    undone--;
    notifyAll();
  }

  @Override
  public void close() {
    end();
    parts.close();
  }

  private void end() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean wasInterrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
