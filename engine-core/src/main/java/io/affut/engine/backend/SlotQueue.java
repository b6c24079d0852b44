package io.affut.engine.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Slots that were started and wait for a runner. Any thread.
final class SlotQueue {
  private final Deque<TensorRtSlot> started = new ArrayDeque<>();
  private Optional<Throwable> lost = Optional.empty();
  private boolean closed;

  /// @throws IllegalStateException when the network is closed
  /// @throws io.affut.bindings.library.NativeException when the GPU is lost
  synchronized void add(TensorRtSlot slot) {
    if (lost.isPresent()) {
      throw GpuFailure.again(lost.get());
    }
    if (closed) {
      throw new IllegalStateException("the network of this infer request is closed");
    }
    started.add(slot);
    notify();
  }

  /// What was started, as soon as there is something; nothing when the queue was closed and all
  /// have gone. An interrupt does not end the wait.
  ///
  /// @param most how many at most
  synchronized List<TensorRtSlot> take(int most) {
    boolean interrupted = false;
    while (started.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<TensorRtSlot> taken = new ArrayList<>();
    while (!started.isEmpty() && taken.size() < most) {
      taken.add(started.remove());
    }
    return taken;
  }

  /// The GPU computes nothing any more: what waits fails, and what comes is refused.
  void lose(Throwable failure) {
    List<TensorRtSlot> waiting;
    synchronized (this) {
      lost = Optional.of(failure);
      closed = true;
      waiting = List.copyOf(started);
      started.clear();
      notifyAll();
    }
    waiting.forEach(slot -> slot.failed(failure));
  }

  /// Nothing more may come.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
