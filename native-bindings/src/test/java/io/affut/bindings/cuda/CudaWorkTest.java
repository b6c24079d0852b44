package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Buffers, streams and events, on the stand-in, which is stricter than a GPU.
class CudaWorkTest {
  private static final int BYTES = 1024;

  private StandIn standIn;
  private CudaDevice device;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
    device = standIn.device();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (standIn == null) {
      return; // what it needs is not here, so it was skipped
    }
    assertThat(standIn.complaints()).isEmpty();
    assertThat(standIn.living()).isEmpty();
    assertThat(standIn.counted()).isEmpty();
  }

  @Test
  void bytesGoToTheDeviceAndBack() {
    try (CudaStream stream = device.newStream();
        PinnedBuffer source = device.allocatePinned(BYTES);
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(BYTES)) {
      for (int i = 0; i < BYTES; i++) {
        source.memory().set(JAVA_BYTE, i, (byte) (i * 7));
      }
      stream.fill(there, 0, BYTES, 9);
      stream.copyToDevice(source, 100, there, 200, 300);
      stream.copyToHost(there, 0, target, 0, BYTES);
      stream.synchronise();

      for (int i = 0; i < BYTES; i++) {
        byte wanted = i >= 200 && i < 500 ? (byte) ((i - 100) * 7) : 9;
        assertThat(target.memory().get(JAVA_BYTE, i)).as("byte %d", i).isEqualTo(wanted);
      }
    }
  }

  @Test
  void bytesGoFromOnePlaceOnTheDeviceToAnother() {
    try (CudaStream stream = device.newStream();
        DeviceBuffer source = device.allocate(BYTES);
        DeviceBuffer there = device.allocate(2 * BYTES);
        PinnedBuffer target = device.allocatePinned(2 * BYTES)) {
      stream.fill(source, 0, BYTES / 2, 3);
      stream.fill(source, BYTES / 2, BYTES / 2, 4);
      stream.fill(there, 0, 2 * BYTES, 9);
      stream.copyOnDevice(source, BYTES / 2 - 10, there, BYTES, 20);
      stream.copyOnDevice(there, BYTES, there, 0, 5);
      stream.copyToHost(there, 0, target, 0, 2 * BYTES);
      stream.synchronise();

      for (int i = 0; i < 2 * BYTES; i++) {
        int wanted = i < 5 || i >= BYTES && i < BYTES + 10 ? 3 : 9;
        wanted = i >= BYTES + 10 && i < BYTES + 20 ? 4 : wanted;
        assertThat(target.memory().get(JAVA_BYTE, i)).as("byte %d", i).isEqualTo((byte) wanted);
      }
    }
  }

  /// A ring of work: what was done makes room.
  @Test
  void aStreamTakesAnyAmountOfWork() {
    try (CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(BYTES)) {
      for (int i = 0; i < 1000; i++) {
        stream.fill(there, 0, BYTES, i % 100);
        stream.copyToHost(there, 0, target, 0, BYTES);
        stream.synchronise();
        assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) (i % 100));
      }
    }
  }

  @Test
  void nothingIsThereBeforeTheStreamIsDone() {
    try (CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(BYTES)) {
      target.memory().fill((byte) 1);
      stream.fill(there, 0, BYTES, 2);
      stream.copyToHost(there, 0, target, 0, BYTES);
      assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
      assertThat(stream.isIdle()).isFalse();
      stream.synchronise();
      assertThat(stream.isIdle()).isTrue();
      assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 2);
    }
  }

  @Test
  void anEventOrdersTwoStreams() {
    try (CudaStream copies = device.newStream();
        CudaStream results = device.newStream();
        CudaEvent copied = device.newEvent();
        PinnedBuffer source = device.allocatePinned(BYTES);
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(BYTES)) {
      source.memory().fill((byte) 5);
      copies.copyToDevice(source, 0, there, 0, BYTES);
      copies.record(copied);
      results.waitFor(copied);
      results.copyToHost(there, 0, target, 0, BYTES);
      results.synchronise();

      assertThat(target.memory().get(JAVA_BYTE, BYTES - 1)).isEqualTo((byte) 5);
      assertThat(copied.isDone()).isTrue();
    }
  }

  @Test
  void aThreadCanWaitForAMarkInTheMiddle() {
    try (CudaStream stream = device.newStream();
        CudaEvent first = device.newEvent();
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(2 * BYTES)) {
      target.memory().fill((byte) 0);
      stream.fill(there, 0, BYTES, 3);
      stream.copyToHost(there, 0, target, 0, BYTES);
      stream.record(first);
      stream.copyToHost(there, 0, target, BYTES, BYTES);
      assertThat(first.isDone()).isFalse();
      first.synchronise();

      assertThat(first.isDone()).isTrue();
      assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 3);
      assertThat(target.memory().get(JAVA_BYTE, BYTES)).as("not waited for").isZero();
    }
  }

  @Test
  void timedEventsTellTheTimeBetweenThem() {
    try (CudaStream stream = device.newStream();
        CudaEvent start = device.newTimedEvent();
        CudaEvent end = device.newTimedEvent();
        CudaEvent untimed = device.newEvent();
        DeviceBuffer there = device.allocate(BYTES)) {
      stream.record(start);
      stream.fill(there, 0, BYTES, 0);
      stream.record(end);
      stream.record(untimed);
      stream.synchronise();

      assertThat(end.millisecondsSince(start)).isEqualTo(2);
      assertThatIllegalStateException()
          .isThrownBy(() -> untimed.millisecondsSince(start))
          .withMessage("the CUDA event on cuda:0 notes no time; newTimedEvent makes one that does");
    }
  }

  @Test
  void aBufferThatIsClosedEarlyWaitsForItsStreams() {
    try (CudaStream first = device.newStream();
        CudaStream second = device.newStream()) {
      DeviceBuffer there = device.allocate(BYTES);
      PinnedBuffer target = device.allocatePinned(BYTES);
      MemorySegment memory = target.memory();
      first.fill(there, 0, BYTES, 4);
      try (CudaEvent filled = device.newEvent()) {
        first.record(filled);
        second.waitFor(filled);
      }
      second.copyToHost(there, 0, target, 0, BYTES);
      target.close();
      assertThat(second.isIdle()).isTrue();
      there.close();
      assertThat(first.isIdle()).isTrue();
      assertThat(memory.scope().isAlive()).isFalse();
    }
  }

  @Test
  void aStreamThatIsClosedFirstHasDoneItsWork() {
    DeviceBuffer there = device.allocate(BYTES);
    PinnedBuffer target = device.allocatePinned(BYTES);
    CudaStream stream = device.newStream();
    stream.fill(there, 0, BYTES, 6);
    stream.copyToHost(there, 0, target, 0, BYTES);
    stream.close();

    assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 6);
    target.close();
    there.close();
  }

  @Test
  void closingTwiceIsFineAndUseAfterwardsNamesTheObject() {
    CudaStream stream = device.newStream();
    CudaEvent event = device.newEvent();
    DeviceBuffer there = device.allocate(BYTES);
    PinnedBuffer here = device.allocatePinned(BYTES);
    CudaStream open = device.newStream();
    for (AutoCloseable closeable : List.of(stream, event, there, here)) {
      closeTwice(closeable);
    }
    assertThat(standIn.living()).isEqualTo("stream 1");

    PinnedBuffer otherHere = device.allocatePinned(BYTES);
    DeviceBuffer otherThere = device.allocate(BYTES);
    assertClosed(stream::synchronise, "stream on cuda:0");
    assertClosed(stream::isIdle, "stream on cuda:0");
    assertClosed(() -> stream.fill(otherThere, 0, 1, 0), "stream on cuda:0");
    assertClosed(() -> stream.copyToHost(otherThere, 0, otherHere, 0, 1), "stream on cuda:0");
    assertClosed(event::synchronise, "event on cuda:0");
    assertClosed(() -> open.record(event), "event on cuda:0");
    assertClosed(() -> open.waitFor(event), "event on cuda:0");
    assertClosed(there::address, "buffer of 1024 bytes on cuda:0");
    assertClosed(
        () -> open.copyToDevice(otherHere, 0, there, 0, 1), "buffer of 1024 bytes on cuda:0");
    assertClosed(here::memory, "pinned buffer of 1024 bytes on cuda:0");
    assertClosed(
        () -> open.copyToDevice(here, 0, otherThere, 0, 1),
        "pinned buffer of 1024 bytes on cuda:0");
    for (AutoCloseable closeable : List.of(otherHere, otherThere, open)) {
      closeTwice(closeable);
    }
  }

  @Test
  void whatIsNotInABufferIsRefusedBeforeAnythingIsQueued() {
    try (CudaStream stream = device.newStream();
        PinnedBuffer here = device.allocatePinned(10);
        DeviceBuffer there = device.allocate(20)) {
      int calls = standIn.calls();
      assertOutside(() -> stream.copyToDevice(here, 0, there, 0, 11));
      assertOutside(() -> stream.copyToDevice(here, 1, there, 0, 10));
      assertOutside(() -> stream.copyToHost(there, 11, here, 0, 10));
      assertOutside(() -> stream.copyToHost(there, -1, here, 0, 1));
      assertOutside(() -> stream.fill(there, 0, 21, 0));
      assertOutside(() -> stream.copyOnDevice(there, 15, there, 0, 6));
      assertOutside(() -> stream.copyOnDevice(there, 0, there, 15, 6));
      assertThat(standIn.calls()).isEqualTo(calls);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> device.allocate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> device.allocatePinned(-1));
  }

  @Test
  void buffersAndEventsOfAnotherDeviceAreRefused() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    List<CudaDevice> devices = standIn.runtime().devices();
    try (CudaStream stream = devices.get(0).newStream();
        DeviceBuffer other = devices.get(1).allocate(BYTES);
        CudaEvent event = devices.get(1).newEvent()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stream.fill(other, 0, 1, 0))
          .withMessage(
              "the CUDA buffer of 1024 bytes on cuda:1 cannot be used by a stream on cuda:0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stream.record(event))
          .withMessage("the CUDA event on cuda:1 cannot be recorded by a stream on cuda:0");
    }
  }

  @Test
  void aMarkThatWasNeverSetIsNotWaitedFor() {
    try (CudaStream stream = device.newStream();
        CudaEvent event = device.newEvent()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> stream.waitFor(event))
          .withMessage("the CUDA event on cuda:0 was not recorded yet");
      assertThatIllegalStateException().isThrownBy(event::synchronise);
      assertThatIllegalStateException().isThrownBy(event::isDone);
    }
  }

  @Test
  void aDeviceWithoutRoomSaysSo() {
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> device.allocate(1L << 40))
        .withMessage("CUDA's cudaMalloc failed with cudaErrorMemoryAllocation (2): out of memory");
    assertThat(standIn.c().cudaGetLastError()).as("left to nobody else").isZero();
  }

  @Test
  void eachDeviceHasMemoryOfItsOwn() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    standIn.memory(1000);
    List<CudaDevice> devices = standIn.runtime().devices();
    try (DeviceBuffer first = devices.get(0).allocate(800);
        DeviceBuffer second = devices.get(1).allocate(900)) {
      assertThat(devices.get(0).memory()).isEqualTo(new DeviceMemory(200, 1000));
      assertThat(devices.get(1).memory()).isEqualTo(new DeviceMemory(100, 1000));
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() -> devices.get(0).allocate(201))
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("cudaErrorMemoryAllocation"));
      assertThat(first.bytes() + second.bytes()).isEqualTo(1700);
    }
  }

  /// More than a stream of the stand-in keeps: it does the oldest first, as a GPU does.
  @Test
  void anyAmountOfWorkCanBeQueued() {
    try (CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer target = device.allocatePinned(BYTES)) {
      for (int i = 0; i < 5000; i++) {
        stream.fill(there, 0, BYTES, i % 100);
      }
      stream.copyToHost(there, 0, target, 0, BYTES);
      stream.synchronise();
      assertThat(target.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 99);
    }
  }

  @Test
  void anotherThreadCanCloseAPinnedBuffer() throws Exception {
    PinnedBuffer buffer = device.allocatePinned(BYTES);
    Thread thread = Thread.ofPlatform().start(buffer::close);
    thread.join();
  }

  private static void closeTwice(AutoCloseable closeable) {
    try {
      closeable.close();
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertClosed(ThrowingCallable use, String title) {
    assertThatIllegalStateException()
        .isThrownBy(use)
        .withMessage("the CUDA " + title + " is closed");
  }

  private static void assertOutside(ThrowingCallable use) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(use);
  }
}
