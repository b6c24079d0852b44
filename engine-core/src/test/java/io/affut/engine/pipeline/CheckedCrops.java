package io.affut.engine.pipeline;

import io.affut.engine.backend.CropBatch;
import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.SlotInput;
import io.affut.engine.detection.Logits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/// A classifier that takes its time and says of each crop which [SolidPicture] it was cut out of.
final class CheckedCrops implements CropNetwork {
  private static final int SIZE = 4;

  private final List<CropBatch> batches = new ArrayList<>();
  private final List<Integer> counts = new CopyOnWriteArrayList<>();

  /// @param refused numbers of pictures whose batches fail
  CheckedCrops(int capacity, long nanoseconds, IntPredicate refused) {
    for (int i = 0; i < 2; i++) {
      batches.add(new Batch(capacity, nanoseconds, refused));
    }
  }

  /// How many crops there were in each batch.
  List<Integer> counts() {
    return counts;
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public List<CropBatch> batches() {
    return batches;
  }

  @Override
  public String precision() {
    return "f32";
  }

  @Override
  public void close() {}

  private final class Batch implements CropBatch {
    private static final long BYTES = 3L * SIZE * SIZE;

    private final int capacity;
    private final long nanoseconds;
    private final IntPredicate refused;
    private final MemorySegment memory;

    Batch(int capacity, long nanoseconds, IntPredicate refused) {
      this.capacity = capacity;
      this.nanoseconds = nanoseconds;
      this.refused = refused;
      this.memory = Arena.ofAuto().allocate(capacity * BYTES);
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public SlotInput input(int place) {
      return new SlotInput.Host(memory.asSlice(place * BYTES, BYTES));
    }

    @Override
    public void compute(int count) {
      counts.add(count);
      LockSupport.parkNanos(nanoseconds);
      for (int place = 0; place < count; place++) {
        if (refused.test(number(place))) {
          throw new IllegalStateException("refused");
        }
      }
    }

    @Override
    public Logits logits(int place) {
      return new Logits(new float[] {number(place)}, new float[] {-number(place)});
    }

    private int number(int place) {
      return input(place).host().get(ValueLayout.JAVA_BYTE, 0) & 255
          | (input(place).host().get(ValueLayout.JAVA_BYTE, 1) & 255) << 8;
    }
  }
}
