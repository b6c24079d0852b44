package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.backend.Network;
import io.affut.engine.backend.Slot;
import io.affut.engine.backend.SlotInput;
import io.affut.engine.model.ModelException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotPoolTest {
  private static final int SLOTS = 2;

  private final List<String> log = new ArrayList<>();

  private record SizedSlot(int width, int height) implements Slot {
    @Override
    public SlotInput input() {
      return new SlotInput.Host(MemorySegment.NULL);
    }

    @Override
    public void start() {}

    @Override
    public void await() {}

    @Override
    public List<MemorySegment> outputs() {
      return List.of();
    }
  }

  private Network load(int width, int height) {
    if (width == 13) {
      throw new ModelException("13 cannot be compiled");
    }
    log.add("load " + width);
    List<Slot> slots =
        IntStream.range(0, SLOTS).<Slot>mapToObj(i -> new SizedSlot(width, height)).toList();
    return new Network() {
      @Override
      public List<Slot> slots() {
        return slots;
      }

      @Override
      public String device() {
        return "none";
      }

      @Override
      public String precision() {
        return "f32";
      }

      @Override
      public void close() {
        log.add("close " + width);
      }
    };
  }

  private SlotPool pool() {
    return new SlotPool(this::load, SlotPool.MOST_SIZES, 1, 1);
  }

  private void use(SlotPool pool, int... widths) throws InterruptedException {
    for (int width : widths) {
      pool.give(pool.take(width, 1));
    }
  }

  @Test
  void aNetworkIsCompiledOnceForEachSizeThatComes() throws Exception {
    SlotPool pool = pool();
    use(pool, 1, 2, 2, 1, 3, 2);
    assertThat(log).containsExactly("load 1", "load 2", "load 3");
  }

  @Test
  void theSizeThatWasUsedLeastRecentlyMakesRoomForAFifth() throws Exception {
    SlotPool pool = pool();
    use(pool, 1, 2, 3, 4, 1, 5, 2);
    assertThat(log)
        .containsExactly(
            "load 1", "load 2", "load 3", "load 4", "close 2", "load 5", "close 3", "load 2");
  }

  @Test
  void aLargeNetworkIsKeptForFewerSizes() throws Exception {
    SlotPool pool = new SlotPool(this::load, 2, 1, 1);
    use(pool, 1, 2, 1, 3);
    assertThat(log).containsExactly("load 1", "load 2", "close 2", "load 3");
  }

  @Test
  void aSizeWhoseSlotsAreInUseStays() throws Exception {
    SlotPool pool = pool();
    Slot first = pool.take(1, 1);
    use(pool, 2, 3, 4, 5);
    assertThat(log).contains("close 2").doesNotContain("close 1");
    pool.give(first);
  }

  @Test
  void howeverManySizesThereAreNoMoreSlotsComputeThanOneNetworkHas() throws Exception {
    SlotPool pool = pool();
    pool.take(1, 1);
    Slot second = pool.take(2, 1);
    Thread third = Thread.ofPlatform().start(() -> take(pool, 3));
    third.join(200);
    assertThat(third.isAlive()).isTrue();
    pool.give(second);
    third.join();
    assertThat(log).contains("load 3");
  }

  @Test
  void aSizeThatCannotBeCompiledLeavesThePoolUsable() throws Exception {
    SlotPool pool = pool();
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> pool.take(13, 1));
    pool.take(1, 1);
    pool.take(1, 1);
  }

  @Test
  void closingEndsEveryNetworkOnce() throws Exception {
    SlotPool pool = pool();
    use(pool, 1, 2);
    pool.close();
    pool.close();
    assertThat(log).containsExactly("load 1", "load 2", "close 1", "close 2");
  }

  private static void take(SlotPool pool, int width) {
    try {
      pool.take(width, 1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
