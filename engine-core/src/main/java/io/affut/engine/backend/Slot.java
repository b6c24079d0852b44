package io.affut.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// One inference request with its tensors bound to memory that lives as long as the network. One
/// thread at a time.
public interface Slot {

  /// Where the letterboxed picture goes. Not to be touched between [#start] and [#await].
  SlotInput input();

  /// The network's input width, in pixels.
  int width();

  /// The network's input height, in pixels.
  int height();

  /// Begins to compute and returns at once.
  void start();

  /// Waits until the outputs are there.
  void await();

  /// The outputs that the head asked for, in its order, as 32-bit floats; valid from [#await] to
  /// the next [#start].
  List<MemorySegment> outputs();
}
