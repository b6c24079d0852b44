package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The stand-in notices what it is there to notice: otherwise the tests on it could not fail.
class StandInTest {
  private static final int TO_DEVICE = CudaRuntimeC.CUDA_MEMCPY_HOST_TO_DEVICE;
  private static final int TO_HOST = CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_HOST;

  private final Arena arena = Arena.ofConfined();
  private StandIn standIn;
  private CudaRuntimeC c;
  private MemorySegment host;
  private MemorySegment there;
  private MemorySegment stream;
  private MemorySegment other;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
    c = standIn.c();
    host = made(slot -> c.cudaHostAlloc(slot, 64, 0));
    there = made(slot -> c.cudaMalloc(slot, 64));
    stream = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
    other = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
  }

  @AfterEach
  void closeArena() {
    arena.close();
  }

  @Test
  void leaks() {
    assertThat(standIn.living()).isEqualTo("stream 0\nstream 1\nblock 0\nblock 1");
  }

  @Test
  void freeingTwice() {
    assertThat(c.cudaFree(there)).isZero();
    assertThat(c.cudaFree(there)).isEqualTo(1);
    assertComplaint("cudaFree: block 1 was freed before");
  }

  @Test
  void freeingMemoryOfTheOtherKind() {
    assertThat(c.cudaFree(host)).isEqualTo(1);
    assertComplaint("cudaFree: an address of no block");
  }

  @Test
  void useAfterFree() {
    c.cudaFree(there);
    assertThat(c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream)).isEqualTo(1);
    assertComplaint("cudaMemcpyAsync: use of block 1 after it was freed");
  }

  @Test
  void useOfAStreamOrEventThatIsDestroyed() {
    MemorySegment event = made(slot -> c.cudaEventCreateWithFlags(slot, 2));
    c.cudaEventDestroy(event);
    c.cudaStreamDestroy(other);
    assertThat(c.cudaEventRecord(event, stream)).isEqualTo(400);
    assertThat(c.cudaStreamSynchronize(other)).isEqualTo(400);
    assertComplaint(
        "cudaEventRecord: event 0 is destroyed\ncudaStreamSynchronize: stream 1 is destroyed");
  }

  @Test
  void freeingWhatAStreamStillUses() {
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    c.cudaFreeHost(host);
    assertComplaint("cudaFreeHost: stream 0 still uses block 0");
  }

  @Test
  void aCopyTheWrongWayRound() {
    assertThat(c.cudaMemcpyAsync(there, host, 64, TO_HOST, stream)).isEqualTo(1);
    assertThat(standIn.complaints()).contains("block 1 is no memory of that kind");
  }

  @Test
  void aCopyOverTheEnd() {
    assertThat(c.cudaMemcpyAsync(there, host, 65, TO_DEVICE, stream)).isEqualTo(1);
    assertThat(standIn.complaints()).contains("over the end of block 1");
  }

  @Test
  void aStreamThatDoesNotWaitForTheWriterOfABuffer() {
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    c.cudaMemsetAsync(there, 0, 64, other);
    assertComplaint("cudaMemsetAsync: stream 1 does not wait for another one that uses block 1");
  }

  @Test
  void aStreamThatOverwritesWhatAnotherOneReads() {
    MemorySegment result = made(slot -> c.cudaHostAlloc(slot, 64, 0));
    c.cudaMemcpyAsync(result, there, 64, TO_HOST, stream);
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, other);
    assertComplaint("cudaMemcpyAsync: stream 1 does not wait for another one that uses block 1");
  }

  @Test
  void anEventThatIsSetTooEarly() {
    MemorySegment event = made(slot -> c.cudaEventCreateWithFlags(slot, 2));
    c.cudaEventRecord(event, stream);
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    c.cudaStreamWaitEvent(other, event, 0);
    c.cudaMemsetAsync(there, 0, 64, other);
    assertComplaint("cudaMemsetAsync: stream 1 does not wait for another one that uses block 1");
  }

  @Test
  void streamsThatWaitAreRight() {
    MemorySegment event = made(slot -> c.cudaEventCreateWithFlags(slot, 2));
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    c.cudaEventRecord(event, stream);
    c.cudaStreamWaitEvent(other, event, 0);
    c.cudaMemsetAsync(there, 0, 64, other);
    c.cudaStreamSynchronize(other);
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    c.cudaStreamSynchronize(stream);
    assertComplaint("");
  }

  @Test
  void anEventOfAnotherDeviceThanTheStream() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    MemorySegment mine = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
    c.cudaSetDevice(1);
    MemorySegment event = made(slot -> c.cudaEventCreateWithFlags(slot, 2));
    assertThat(c.cudaEventRecord(event, mine)).isEqualTo(400);
    assertComplaint("cudaEventRecord: the event is of another device than the stream");
  }

  @Test
  void aFailureThatATestAsksFor() {
    standIn.fail(standIn.calls() + 1, 2);
    assertThat(c.cudaMalloc(arena.allocate(ADDRESS), 64)).isEqualTo(2);
    assertThat(c.cudaGetLastError()).isEqualTo(2);
    assertThat(standIn.call(standIn.calls())).isEqualTo("cudaMalloc");
  }

  private void assertComplaint(String text) {
    assertThat(standIn.complaints()).isEqualTo(text);
  }

  private MemorySegment made(ToIntFunction<MemorySegment> function) {
    MemorySegment slot = arena.allocate(ADDRESS);
    assertThat(function.applyAsInt(slot)).isZero();
    return slot.get(ADDRESS, 0);
  }
}
