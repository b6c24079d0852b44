package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.backend.SlotInput;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A slot that does what another does, but for what a test overrides.
abstract class SlotAround implements Slot {
  private final Slot slot;

  SlotAround(Slot slot) {
    this.slot = slot;
  }

  @Override
  public SlotInput input() {
    return slot.input();
  }

  @Override
  public int width() {
    return slot.width();
  }

  @Override
  public int height() {
    return slot.height();
  }

  @Override
  public void start() {
    slot.start();
  }

  @Override
  public void await() {
    slot.await();
  }

  @Override
  public List<MemorySegment> outputs() {
    return slot.outputs();
  }
}
