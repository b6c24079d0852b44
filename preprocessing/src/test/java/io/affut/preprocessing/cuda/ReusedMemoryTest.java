package io.affut.preprocessing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A panorama among pictures of cameras does not keep its memory for good.
class ReusedMemoryTest {
  private static final long PANORAMA = 300L << 20;
  private static final long PICTURE = 36L << 20;

  private GpuBench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = GpuBench.fresh();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (bench == null) {
      return; // what it needs is not here, so it was skipped
    }
    bench.assertNothingIsLeft("at the end");
  }

  @Test
  void memoryOfTheGpuGoesBackWhenItIsFarTooLarge() {
    CudaDevice device = bench.device();
    try (CudaStream stream = device.newStream();
        GrowingMemory memory = new GrowingMemory()) {
      DeviceBuffer large = memory.atLeast(stream, PANORAMA);
      stream.fill(large, 0, PANORAMA, 7); // still at work with it
      assertThat(memory.atLeast(stream, PANORAMA / 3)).as("not so much smaller").isSameAs(large);
      DeviceBuffer small = memory.atLeast(stream, PICTURE);
      assertThat(small.bytes()).isEqualTo(PICTURE);
      assertThat(memory.atLeast(stream, 1)).as("kept in any case").isSameAs(small);
      stream.synchronise();
    }
  }

  @Test
  void soDoesThatOfTheHost() {
    try (PinnedRoom room = new PinnedRoom(bench.device())) {
      room.take(PANORAMA);
      PinnedBuffer large = room.buffer();
      room.take(PANORAMA / 3);
      assertThat(room.buffer()).as("not so much smaller").isSameAs(large);
      assertThat(room.take(PICTURE).byteSize()).isEqualTo(PICTURE);
      PinnedBuffer small = room.buffer();
      assertThat(small.memory().byteSize()).isLessThan(2 * PICTURE);
      room.take(1);
      assertThat(room.buffer()).as("kept in any case").isSameAs(small);
    }
  }
}
