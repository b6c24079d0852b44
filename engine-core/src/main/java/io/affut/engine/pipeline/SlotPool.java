package io.affut.engine.pipeline;

import io.affut.bindings.memory.OwnedParts;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.Slot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The slots of one model, for every size of input that its pictures need.
///
/// A network is compiled for a size when the first picture of that size comes, and kept for at most
/// [#MOST_SIZES] sizes, or fewer where it is large; the one that was used least recently goes.
/// However many sizes there are, no more slots compute at the same time than one network has. Safe
/// for any thread.
final class SlotPool implements AutoCloseable {
  /// Cameras of one archive have one or two sizes; each costs the weights and a second.
  static final int MOST_SIZES = 4;

  private final Loader loader;
  private final int mostSizes;

  /// By size, the least recently used first.
  private final SequencedMap<Size, Sized> sizes = new LinkedHashMap<>(16, 0.75f, true);

  private final int atOnce;
  private int lent;

  /// Compiles the network for one size of input.
  interface Loader {
    Network load(int width, int height);
  }

  private record Size(int width, int height) {}

  /// A compiled network and those of its slots that nobody has.
  private record Sized(Network network, Deque<Slot> free) {
    static Sized of(Network network) {
      return new Sized(network, new ArrayDeque<>(network.slots()));
    }

    boolean isIdle() {
      return free.size() == network.slots().size();
    }
  }

  /// A pool that begins with a network for `width` by `height`.
  ///
  /// @param mostSizes how many sizes it keeps, at least 1
  SlotPool(Loader loader, int mostSizes, int width, int height) {
    this.loader = loader;
    this.mostSizes = mostSizes;
    Network first = loader.load(width, height);
    sizes.put(new Size(width, height), Sized.of(first));
    this.atOnce = first.slots().size();
  }

  /// How many slots compute at the same time at most.
  int atOnce() {
    return atOnce;
  }

  /// A network of the pool, for what all of them have in common.
  synchronized Network any() {
    return sizes.values().iterator().next().network();
  }

  /// A slot for an input of this size; waits until there is one. To be given back.
  ///
  /// @throws io.affut.engine.model.ModelException when the network cannot be compiled for that size
  synchronized Slot take(int width, int height) throws InterruptedException {
    Size size = new Size(width, height);
    while (true) {
      if (lent < atOnce) {
        Sized sized = sizes.get(size);
        if (sized == null && makeRoom()) {
          sized = Sized.of(loader.load(width, height));
          sizes.put(size, sized);
        }
        if (sized != null && !sized.free().isEmpty()) {
          lent++;
          return sized.free().pop();
        }
      }
      wait();
    }
  }

  /// Takes back a slot that has computed, or was never started.
  synchronized void give(Slot slot) {
    sizes.get(new Size(slot.width(), slot.height())).free().add(slot);
    lent--;
    notifyAll();
  }

  /// Whether one more size may be kept, now that the oldest that nobody uses has gone.
  private boolean makeRoom() {
    if (sizes.size() < mostSizes) {
      return true;
    }
    for (Iterator<Sized> oldest = sizes.values().iterator(); oldest.hasNext(); ) {
      Sized sized = oldest.next();
      if (sized.isIdle()) {
        oldest.remove();
        sized.network().close();
        return true;
      }
    }
    return false;
  }

  /// Ends all networks, also when one of them fails to. No slot may be lent.
  @Override
  public synchronized void close() {
    try (OwnedParts all = new OwnedParts()) {
      sizes.sequencedValues().reversed().forEach(sized -> all.add(sized.network()));
      sizes.clear();
    }
  }
}
