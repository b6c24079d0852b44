package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.backend.Slot;
import io.affut.engine.backend.SlotInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A slot that takes its time, finds a cow with a confidence that says which [SolidPicture] it was
/// shown, and writes down whoever uses it in another way than a slot may be used.
final class CheckedSlot implements Slot {
  static final String HEAT = "heat";
  static final String EXTENT = "extent";
  static final int STRIDE = 4;
  private static final int SIDE = SolidPicture.SIDE;
  private static final int CELLS = (SIDE / STRIDE) * (SIDE / STRIDE);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment input = arena.allocate(3L * SIDE * SIDE);
  private final MemorySegment heat = arena.allocate(4L * CELLS, 4);
  private final MemorySegment extent = arena.allocate(16L * CELLS, 4);
  private final long nanoseconds;
  private final AtomicReference<Thread> user = new AtomicReference<>();
  private final Queue<String> misuse = new ConcurrentLinkedQueue<>();
  private volatile boolean computing;
  private volatile long doneAt;
  private volatile int runs;
  private byte[] shown;

  CheckedSlot(long nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /// Some that need longer the later they come.
  ///
  /// @param nanoseconds what the first needs
  static List<CheckedSlot> several(int count, long nanoseconds) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> new CheckedSlot(nanoseconds * i)).toList();
  }

  /// How often slots were started altogether.
  static int runs(List<CheckedSlot> slots) {
    return slots.stream().mapToInt(CheckedSlot::runs).sum();
  }

  static void assertAtRest(List<CheckedSlot> slots) {
    assertThat(slots).noneMatch(CheckedSlot::isComputing);
    assertThat(slots).allSatisfy(slot -> assertThat(slot.misuse()).isEmpty());
  }

  /// Which picture a detection of that confidence was found in.
  static int number(float confidence) {
    return Math.round((confidence - 0.5f) * (1 << 17));
  }

  List<String> misuse() {
    return List.copyOf(misuse);
  }

  boolean isComputing() {
    return computing;
  }

  int runs() {
    return runs;
  }

  @Override
  public SlotInput input() {
    used("input", false);
    return new SlotInput.Host(input);
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public void start() {
    used("start", false);
    shown = input.toArray(ValueLayout.JAVA_BYTE);
    doneAt = System.nanoTime() + nanoseconds;
    computing = true;
    runs++;
  }

  @Override
  public void await() {
    used("await", true);
    for (long left; (left = doneAt - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    if (input.mismatch(MemorySegment.ofArray(shown)) >= 0) {
      misuse.add("the input was written while the slot computed");
    }
    heat.fill((byte) 0);
    int number = (shown[0] & 255) + ((shown[1] & 255) << 8);
    heat.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 0.5f + number / (float) (1 << 17));
    extent.setAtIndex(ValueLayout.JAVA_FLOAT, 2, SIDE);
    extent.setAtIndex(ValueLayout.JAVA_FLOAT, 3, SIDE);
    computing = false;
  }

  @Override
  public List<MemorySegment> outputs() {
    used("outputs", false);
    return List.of(heat, extent);
  }

  private void used(String how, boolean whileComputing) {
    Thread other = user.getAndSet(Thread.currentThread());
    if (other != null && other != Thread.currentThread()) {
      misuse.add("%s by %s while %s is at it".formatted(how, Thread.currentThread(), other));
    }
    if (computing != whileComputing) {
      misuse.add("%s while %s".formatted(how, computing ? "computing" : "idle"));
    }
    user.set(null);
  }
}
