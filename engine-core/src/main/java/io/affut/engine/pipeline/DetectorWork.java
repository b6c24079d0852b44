package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.resize.Letterbox;
import java.util.List;
import java.util.Optional;

/// One detector's part of one run. Safe for any thread.
final class DetectorWork {
  private final Detector rules;
  private final SlotPool slots;
  private final Stages stages;

  DetectorWork(LoadedDetector detector, Stages stages) {
    this.rules = detector.rules();
    this.slots = detector.slots();
    this.stages = stages;
  }

  /// How many pictures it looks at at the same time at most.
  int atOnce() {
    return slots.atOnce();
  }

  /// Begins to look at the picture on a workbench, which is not needed there any more afterwards.
  /// Waits for a free slot.
  Begun begin(int index, Look look, Workbench bench) {
    Letterbox letterbox = rules.letterbox(look.originalWidth(), look.originalHeight());
    Slot slot = take(letterbox);
    try {
      stages.letterbox(index, bench, letterbox, rules.pad(), slot);
      return new Begun(index, slot, letterbox, stages.start(index, slot));
    } catch (RuntimeException | Error e) {
      bench.settle();
      slots.give(slot); // others may be waiting for it
      throw e;
    }
  }

  /// Looks at the picture on a workbench.
  List<Detection> find(int index, Look look, Workbench bench) {
    try (Begun begun = begin(index, look, bench)) {
      return begun.boxes();
    }
  }

  private Slot take(Letterbox letterbox) {
    try {
      return slots.take(letterbox.targetWidth(), letterbox.targetHeight());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the workers of a run", e);
    }
  }

  /// A picture that the network computes. To be closed, which waits for the network if nobody has
  /// and gives the slot back. One thread at a time.
  final class Begun implements AutoCloseable {
    private final int index;
    private final Slot slot;
    private final Letterbox letterbox;
    private final Optional<InferEvent> event;
    private boolean computing = true;

    private Begun(int index, Slot slot, Letterbox letterbox, Optional<InferEvent> event) {
      this.index = index;
      this.slot = slot;
      this.letterbox = letterbox;
      this.event = event;
    }

    /// Waits for the network and reads what it found, most confident first. To be called once.
    List<Detection> boxes() {
      computing = false;
      try {
        stages.await(index, slot, event);
      } catch (RuntimeException e) {
        Settling.settle(slot.input());
        throw e;
      }
      return stages.boxes(index, rules, slot, letterbox);
    }

    @Override
    public void close() {
      try {
        if (computing) {
          computing = false;
          slot.await();
        }
      } catch (RuntimeException e) {
        Settling.settle(slot.input());
        throw e;
      } finally {
        slots.give(slot);
      }
    }
  }
}
