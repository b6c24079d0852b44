package io.affut.engine.pipeline;

import io.affut.engine.backend.Network;
import io.affut.engine.backend.Slot;
import java.util.List;

/// A network of slots that the test made; it counts how often it is closed.
final class CheckedNetwork implements Network {
  private final List<Slot> slots;
  private int closed;

  CheckedNetwork(List<Slot> slots) {
    this.slots = slots;
  }

  int closed() {
    return closed;
  }

  @Override
  public List<Slot> slots() {
    return slots;
  }

  @Override
  public String device() {
    return "checked";
  }

  @Override
  public String precision() {
    return "f32";
  }

  @Override
  public void close() {
    closed++;
  }
}
