package io.affut.engine.pipeline;

/// How many workers of a lane may hold pictures: all of them, until the memory of the device turns
/// out too small for so many. Whoever is too many gives back what it holds and leaves for good, and
/// the others wait for that. Safe for any thread; without trouble nobody waits for a lock.
final class LaneRoom {
  private volatile int allowed;
  private volatile boolean shrinking;

  /// Workers that hold something, or may.
  private int working;

  /// Those of them that are on their way out because they are too many.
  private int leaving;

  /// @param workers at least 1, all of them working
  LaneRoom(int workers) {
    allowed = workers;
    working = workers;
  }

  /// What is to be done with a picture for which there was not enough memory.
  enum Relief {
    /// From now on there are fewer pictures at the same time; try again.
    FEWER,
    /// There are fewer since the picture was begun; try again.
    FEWER_ALREADY,
    /// It was the only one.
    NONE
  }

  /// Whether a worker may begin another picture.
  ///
  /// @return how many may hold one at the same time; 0 when this worker is too many and has to
  ///   leave
  int enter() throws InterruptedException {
    int now = allowed; // read first: `shrinking` is true before it changes
    return shrinking ? enterWhenFewer() : now;
  }

  private synchronized int enterWhenFewer() throws InterruptedException {
    while (true) {
      if (working - leaving > allowed) {
        leaving++;
        return 0;
      }
      if (working <= allowed) {
        shrinking = false;
        return allowed;
      }
      wait();
    }
  }

  /// Whether a worker that cannot get what it works with may leave, as one that is too many: only
  /// when another stays.
  synchronized boolean leavesToOthers() {
    if (working - leaving <= 1) {
      return false;
    }
    leaving++;
    allowed = Math.min(allowed, working - leaving);
    return true;
  }

  /// A worker has given back everything and will not come again.
  ///
  /// @param tooMany whether it had to leave
  synchronized void left(boolean tooMany) {
    working--;
    leaving -= tooMany ? 1 : 0;
    notifyAll();
  }

  /// The memory did not suffice for a picture that was begun when so many were allowed.
  synchronized Relief relieve(int allowedThen) {
    if (allowedThen <= 1) {
      return Relief.NONE;
    }
    if (allowed < allowedThen) {
      return Relief.FEWER_ALREADY;
    }
    shrinking = true;
    allowed = Math.max(1, Math.min(allowed, working) / 2);
    return Relief.FEWER;
  }

  /// How many may hold a picture at the same time.
  int allowed() {
    return allowed;
  }
}
