package io.affut.engine.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The pictures of a run, in their order, for all lanes. A picture that a lane has begun and cannot
/// finish comes back, and another takes it; so nobody leaves before all are done. Safe for any
/// thread; a picture that is taken for the first time takes no lock.
final class PictureQueue {
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final Deque<Turn> back = new ArrayDeque<>();
  private volatile boolean someAreBack;
  private int undone;
  private boolean ended;

  PictureQueue(int count) {
    this.count = count;
    this.undone = count;
  }

  /// Takes a picture. Waits while there is none but one may still come back.
  ///
  /// @param atOnce for the turn
  /// @return nothing when all are done, or the run has ended
  Optional<Turn> next(int atOnce) throws InterruptedException {
    if (!someAreBack) {
      Optional<Turn> fresh = fresh(atOnce);
      if (fresh.isPresent()) {
        return fresh;
      }
    }
    return wait(atOnce);
  }

  private Optional<Turn> fresh(int atOnce) {
    int index = next.get() < count ? next.getAndIncrement() : count;
    return index < count ? Optional.of(new Turn(index, false, atOnce)) : Optional.empty();
  }

  private synchronized Optional<Turn> wait(int atOnce) throws InterruptedException {
    while (!ended && undone > 0) {
      Turn again = back.poll();
      someAreBack = !back.isEmpty();
      if (again != null) {
        return Optional.of(new Turn(again.index(), again.sparing(), atOnce));
      }
      Optional<Turn> fresh = fresh(atOnce);
      if (fresh.isPresent()) {
        return fresh;
      }
      wait();
    }
    return Optional.empty();
  }

  /// A picture that was taken is to be done by somebody else, or once more.
  synchronized void giveBack(int index, boolean sparing) {
    back.add(new Turn(index, sparing, 0));
    someAreBack = true;
    notifyAll();
  }

  /// A picture that was taken is done, well or not.
  synchronized void done() {
    if (--undone == 0) {
      notifyAll();
    }
  }

  /// How many are not done.
  synchronized int undone() {
    return undone;
  }

  /// Nobody gets another picture.
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
