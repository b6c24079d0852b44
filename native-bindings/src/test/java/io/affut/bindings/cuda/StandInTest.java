package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The stand-in notices what it is there to notice: otherwise the tests on it could not fail.
class StandInTest {
  private static final int TO_DEVICE = CudaRuntimeC.CUDA_MEMCPY_HOST_TO_DEVICE;
  private static final int TO_HOST = CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_HOST;

  private static final String SOURCE =
      """
      extern "C" __global__ void copy(const char* from, char* to) { *to = *from; }
      """;

  private final Arena arena = Arena.ofConfined();
  private StandIn standIn;
  private CudaRuntimeC c;
  private MemorySegment host;
  private MemorySegment there;
  private MemorySegment stream;
  private MemorySegment other;
  private MemorySegment program;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
    c = standIn.c();
    host = made(slot -> c.cudaHostAlloc(slot, 64, 0));
    there = made(slot -> c.cudaMalloc(slot, 64));
    c.cudaSetDeviceFlags(4);
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
    assertThat(standIn.complaints())
        .endsWith("cudaEventRecord: the event is of another device than the stream");
  }

  @Test
  void aThreadThatQueuesWorkWithoutTakingTheDeviceOfTheStream() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    c.cudaSetDevice(1);
    MemorySegment mine = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
    MemorySegment memory = made(slot -> c.cudaMalloc(slot, 64));
    c.cudaSetDevice(0);
    c.cudaMemsetAsync(memory, 0, 64, mine);
    assertComplaint("cudaMemsetAsync: the thread's device is 0, and the stream is on 1");
  }

  @Test
  void aThreadThatKeepsACoreBusyWhileItWaits() {
    MemorySegment event = made(slot -> c.cudaEventCreateWithFlags(slot, 2));
    c.cudaSetDeviceFlags(0);
    c.cudaEventRecord(event, stream);
    c.cudaEventSynchronize(event);
    c.cudaStreamSynchronize(stream);
    assertComplaint(
        """
        cudaEventSynchronize: the thread keeps a core busy until the event
        cudaStreamSynchronize: the thread keeps a core busy until the work is done\
        """);
  }

  @Test
  void memoryOfAnotherDevice() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    MemorySegment mine = made(slot -> c.cudaMalloc(slot, 64));
    c.cudaSetDevice(1);
    MemorySegment elsewhere = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
    c.cudaMemsetAsync(mine, 0, 64, elsewhere);
    assertComplaint("cudaMemsetAsync: block 0 is of another device");
  }

  @Test
  void aLaunchThatDoesNotWaitForTheWriterOfWhatItReads() {
    MemorySegment kernel = kernel("copy");
    MemorySegment result = made(slot -> c.cudaMalloc(slot, 64));
    c.cudaMemcpyAsync(there, host, 64, TO_DEVICE, stream);
    assertThat(launch(kernel, other, there, result)).isZero();
    assertComplaint("cudaLaunchKernel: stream 1 does not wait for another one that uses block 1");
  }

  @Test
  void twoLaunchesThatReadTheSameAreRight() {
    MemorySegment kernel = kernel("copy");
    MemorySegment one = made(slot -> c.cudaMalloc(slot, 64));
    MemorySegment two = made(slot -> c.cudaMalloc(slot, 64));
    launch(kernel, stream, there, one);
    launch(kernel, other, there, two);
    assertComplaint("");
    launch(kernel, other, there, one);
    assertComplaint("cudaLaunchKernel: stream 1 does not wait for another one that uses block 2");
  }

  @Test
  void aLaunchWithAnAddressOfTheHost() {
    assertThat(launch(kernel("copy"), stream, host, there)).isEqualTo(1);
    assertComplaint("cudaLaunchKernel: block 0 is no memory of that kind");
  }

  @Test
  void freeingWhatALaunchStillUses() {
    MemorySegment result = made(slot -> c.cudaMalloc(slot, 64));
    launch(kernel("copy"), stream, there, result);
    c.cudaFree(result);
    assertComplaint("cudaFree: stream 0 still uses block 2");
  }

  @Test
  void unloadingWhatIsStillRun() {
    MemorySegment result = made(slot -> c.cudaMalloc(slot, 64));
    MemorySegment kernel = kernel("copy");
    launch(kernel, stream, there, result);
    c.cudaLibraryUnload(program);
    assertThat(launch(kernel, stream, there, result)).isEqualTo(400);
    assertComplaint(
        "cudaLibraryUnload: stream 0 still runs copy\ncudaLaunchKernel: the program of copy is gone");
  }

  @Test
  void aLaunchOnAnotherDeviceThanTheThreads() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    MemorySegment mine = made(slot -> c.cudaStreamCreateWithFlags(slot, 1));
    MemorySegment memory = made(slot -> c.cudaMalloc(slot, 64));
    MemorySegment kernel = kernel("copy");
    c.cudaSetDevice(1);
    assertThat(launch(kernel, mine, memory, memory)).isEqualTo(400);
    assertComplaint(
        "cudaLaunchKernel: the thread, the stream and the program are not of one device");
  }

  @Test
  void aGraphThatDoesNotWaitForTheWriterOfWhatItReads() {
    MemorySegment graph = graphOfACopyToTheHost();
    c.cudaMemsetAsync(there, 0, 64, other);
    assertThat(c.cudaGraphLaunch(graph, stream)).isZero();
    assertComplaint("cudaGraphLaunch: stream 0 does not wait for another one that uses block 1");
  }

  @Test
  void aGraphOfWhatWasFreed() {
    MemorySegment graph = graphOfACopyToTheHost();
    c.cudaFree(there);
    assertThat(c.cudaGraphLaunch(graph, stream)).isEqualTo(1);
    assertComplaint("cudaGraphLaunch: use of block 1 after it was freed");
  }

  @Test
  void whatIsOnlyCapturedUsesNothing() {
    graphOfACopyToTheHost();
    c.cudaMemsetAsync(there, 0, 64, other);
    c.cudaStreamSynchronize(other);
    c.cudaFree(there);
    assertComplaint("");
  }

  @Test
  void waitingForAStreamThatIsCaptured() {
    c.cudaStreamBeginCapture(stream, 1);
    assertThat(c.cudaStreamSynchronize(stream)).isEqualTo(900);
    assertThat(c.cudaStreamEndCapture(stream, arena.allocate(ADDRESS))).isEqualTo(901);
    assertThat(c.cudaStreamSynchronize(stream)).isZero();
  }

  @Test
  void compilingWithoutWhatKeepsRoundingExact() {
    standIn.nvrtc().compile("k.cu", SOURCE, List.of("--gpu-architecture=sm_89"));
    assertComplaint("nvrtcCompileProgram: without --fmad=false it rounds otherwise");
  }

  @Test
  void aFailureThatATestAsksFor() {
    standIn.fail(standIn.calls() + 1, 2);
    assertThat(c.cudaMalloc(arena.allocate(ADDRESS), 64)).isEqualTo(2);
    assertThat(c.cudaGetLastError()).isEqualTo(2);
    assertThat(standIn.call(standIn.calls())).isEqualTo("cudaMalloc");
  }

  private MemorySegment kernel(String name) {
    byte[] code =
        standIn
            .nvrtc()
            .compile("k.cu", SOURCE, List.of("--gpu-architecture=sm_89", "--fmad=false"));
    MemorySegment image = arena.allocateFrom(JAVA_BYTE, code);
    MemorySegment none = MemorySegment.NULL;
    program = made(slot -> c.cudaLibraryLoadData(slot, image, none, none, 0, none, none, 0));
    return made(slot -> c.cudaLibraryGetKernel(slot, program, arena.allocateFrom(name)));
  }

  private MemorySegment graphOfACopyToTheHost() {
    c.cudaStreamBeginCapture(stream, 1);
    assertThat(c.cudaMemcpyAsync(host, there, 64, TO_HOST, stream)).isZero();
    MemorySegment captured = made(slot -> c.cudaStreamEndCapture(stream, slot));
    return made(slot -> c.cudaGraphInstantiate(slot, captured, 0));
  }

  private int launch(MemorySegment kernel, MemorySegment on, MemorySegment from, MemorySegment to) {
    MemorySegment one = arena.allocateFrom(JAVA_INT, 1, 1, 1);
    MemorySegment arguments = arena.allocate(ADDRESS, 2);
    arguments.setAtIndex(ADDRESS, 0, arena.allocateFrom(ADDRESS, from));
    arguments.setAtIndex(ADDRESS, 1, arena.allocateFrom(ADDRESS, to));
    return c.cudaLaunchKernel(kernel, one, one, arguments, 0, on);
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
