package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever call of CUDA fails, the failure is told by the name of the function, and everything is
/// given back.
class CudaFailureTest {
  private static final int BYTES = 512;
  private static final int ROUNDS = 4;

  private StandIn standIn;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
  }

  @Test
  void theScenarioItselfIsRight() {
    scenario();
    assertNothingIsLeft("without a failure");
    assertThat(standIn.calls()).isBetween(50, 200);
  }

  @Test
  void aFailureOfAnyCallLeavesNothingBehind() {
    scenario();
    int calls = standIn.calls();
    Set<String> failed = new HashSet<>();
    for (int nth = 1; nth <= calls; nth++) {
      standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
      standIn.fail(nth, 700);
      String where = "call " + nth;
      CudaException failure = assertThrows(CudaException.class, this::scenario, where);
      assertThat(failure.function()).as(where).isEqualTo(standIn.call(nth));
      assertThat(failure.status()).as(where).isEqualTo(700);
      assertThat(failure.getSuppressed()).as(where + ": only one thing failed").isEmpty();
      assertNothingIsLeft(where + ", " + failure.function());
      assertThat(standIn.c().cudaGetLastError()).as(where).isZero();
      failed.add(failure.function());
    }
    assertThat(failed)
        .contains(
            "cudaStreamCreateWithFlags",
            "cudaEventCreateWithFlags",
            "cudaMalloc",
            "cudaHostAlloc",
            "cudaMemcpyAsync",
            "cudaEventRecord",
            "cudaStreamWaitEvent",
            "cudaStreamSynchronize",
            "cudaEventSynchronize",
            "cudaFree",
            "cudaFreeHost",
            "cudaEventDestroy",
            "cudaStreamDestroy");
  }

  /// After an error that sticks, such as an illegal address, every function returns it until the
  /// process ends, those that give back too.
  @Test
  void anErrorThatSticksLeavesNothingBehindEither() {
    scenario();
    int calls = standIn.calls();
    for (int nth = 1; nth <= calls; nth++) {
      standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
      standIn.failForGood(nth, 700);
      String where = "from call " + nth + " on";
      CudaException failure = assertThrows(CudaException.class, this::scenario, where);
      assertThat(failure.function()).as(where).isEqualTo(standIn.call(nth));
      assertNothingIsLeft(where);
    }
  }

  @Test
  void oneFailureAfterTheOtherIsKept() {
    CudaDevice device = standIn.device();
    CudaStream stream = device.newStream();
    DeviceBuffer buffer = device.allocate(BYTES);
    stream.fill(buffer, 0, BYTES, 0);
    standIn.fail(standIn.calls() + 1, 700);

    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(buffer::close)
        .withMessageContaining("cudaStreamSynchronize failed with cudaErrorIllegalAddress (700)");
    buffer.close();
    stream.close();
    assertNothingIsLeft("after a failed close");
  }

  /// Four pictures go to the device by one stream and come back by another, over two pairs of
  /// buffers, so that the copies of one go on while the other comes back.
  private void scenario() {
    CudaDevice device = standIn.runtime().devices().getFirst();
    try (CudaStream in = device.newStream();
        CudaStream out = device.newStream();
        Pair even = new Pair(device);
        Pair odd = new Pair(device)) {
      List<Pair> pairs = List.of(even, odd);
      for (int round = 0; round < ROUNDS; round++) {
        Pair pair = pairs.get(round % 2);
        if (round >= 2) {
          pair.taken.synchronise();
          pair.check(round - 2);
        }
        pair.host.memory().fill((byte) (10 + round));
        in.copyToDevice(pair.host, 0, pair.there, 0, BYTES);
        in.record(pair.copied);
        out.waitFor(pair.copied);
        out.copyToHost(pair.there, 0, pair.result, 0, BYTES);
        out.record(pair.taken);
      }
      out.synchronise();
      odd.check(ROUNDS - 1);
    }
  }

  private void assertNothingIsLeft(String where) {
    assertThat(standIn.complaints()).as(where).isEmpty();
    assertThat(standIn.living()).as(where).isEmpty();
    assertThat(standIn.counted()).as(where).isEmpty();
  }

  /// What one picture at a time needs; an owner of several things, which gives back what it took
  /// when it cannot be made.
  private static final class Pair implements AutoCloseable {
    final PinnedBuffer host;
    final DeviceBuffer there;
    final PinnedBuffer result;
    final CudaEvent copied;
    final CudaEvent taken;
    private final List<AutoCloseable> parts = new ArrayList<>();

    Pair(CudaDevice device) {
      try {
        host = keep(device.allocatePinned(BYTES));
        there = keep(device.allocate(BYTES));
        result = keep(device.allocatePinned(BYTES));
        copied = keep(device.newEvent());
        taken = keep(device.newEvent());
      } catch (RuntimeException e) {
        try {
          close();
        } catch (RuntimeException later) {
          e.addSuppressed(later);
        }
        throw e;
      }
    }

    private <T extends AutoCloseable> T keep(T part) {
      parts.addFirst(part);
      return part;
    }

    void check(int round) {
      assertThat(result.memory().toArray(JAVA_BYTE)).containsOnly(10 + round);
    }

    @Override
    public void close() {
      RuntimeException failure = null;
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (RuntimeException e) {
          failure = failure == null ? e : failure;
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
