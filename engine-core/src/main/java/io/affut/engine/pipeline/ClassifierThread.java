package io.affut.engine.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Classifies what comes into a queue until that is closed.
final class ClassifierThread {
  private final CropQueue queue;

  ClassifierThread(CropQueue queue) {
    this.queue = queue;
  }

  /// Starts it.
  ///
  /// @param ended is told by the thread when it ends, with what ended it before its time
  /// @return the thread
  Thread start(Consumer<Optional<Throwable>> ended) {
    return Thread.ofPlatform()
        .name("affut-classify")
        .start(() -> {
          Optional<Throwable> broken = Optional.empty();
          try {
            work();
          } catch (RuntimeException | Error | InterruptedException e) {
            broken = Optional.of(e);
          } finally {
            queue.close(); // nobody shall wait for it
            ended.accept(broken);
          }
        });
  }

  private void work() throws InterruptedException {
    for (Optional<CropQueue.Filling> next; (next = queue.next()).isPresent(); ) {
      CropQueue.Filling filling = next.get();
      try {
        classify(filling);
      } finally {
        queue.give(filling);
      }
    }
  }

  private static void classify(CropQueue.Filling filling) {
    List<CropQueue.Owner> owners = filling.owners();
    try {
      filling.batch().compute(owners.size());
    } catch (RuntimeException e) {
      for (int place = 0; place < owners.size(); place++) {
        Settling.settle(filling.batch().input(place));
      }
      owners.forEach(owner -> owner.picture().fail(e));
      return;
    } catch (Error e) {
      owners.forEach(owner -> owner.picture().fail(e));
      throw e;
    }
    for (int place = 0; place < owners.size(); place++) {
      CropQueue.Owner owner = owners.get(place);
      owner.picture().said(owner.detection(), filling.batch().logits(place));
    }
  }
}
