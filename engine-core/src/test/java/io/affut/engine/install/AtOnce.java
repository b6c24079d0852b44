package io.affut.engine.install;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several runs of the program that do the same at the same time.
final class AtOnce {
  private AtOnce() {}

  /// What each of them gets.
  static <T> List<T> run(int runs, Callable<T> what) throws Exception {
    CyclicBarrier start = new CyclicBarrier(runs);
    List<Future<T>> begun = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(runs)) {
      for (int i = 0; i < runs; i++) {
        begun.add(
            threads.submit(() -> {
              start.await();
              return what.call();
            }));
      }
    }
    List<T> done = new ArrayList<>();
    for (Future<T> one : begun) {
      done.add(one.get());
    }
    return done;
  }
}
