package io.affut.preprocessing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.NvJpegBackend;
import io.affut.bindings.cuda.NvJpegHandle;
import io.affut.preprocessing.picture.Specimens;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The decoder that all readers of a GPU share.
@Timeout(120)
class HardwareJpegsTest {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;
  private static final byte[] SOUND = Specimens.jpeg(WIDTH, HEIGHT);
  private static final byte[] REFUSED = Specimens.progressive(Specimens.noise(WIDTH, HEIGHT, 1));

  private GpuBench bench;
  private CudaDevice device;
  private NvJpegHandle handle;

  @BeforeEach
  void prepare() throws Exception {
    bench = GpuBench.fresh();
    device = bench.device();
    handle = NvJpeg.load(bench.gpu.nvjpeg(), bench.ledger).open(device, NvJpegBackend.HARDWARE);
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (handle == null) {
      return; // what it needs is not here, so it was skipped
    }
    handle.close();
    bench.assertNothingIsLeft("at the end");
  }

  /// A batch fails as a whole, whichever of its files is to blame.
  @Test
  void aFileThatIsRefusedCostsTheOthersOfItsBatchNothing() throws Exception {
    int workers = 6;
    CyclicBarrier together = new CyclicBarrier(workers);
    try (HardwareJpegs jpegs = new HardwareJpegs(handle, 4, workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      List<Callable<List<Boolean>>> jobs = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        byte[] file = i == 0 ? REFUSED : SOUND;
        jobs.add(() -> decodeTenTimes(jpegs, file, together));
      }
      List<Future<List<Boolean>>> results = threads.invokeAll(jobs);
      assertThat(results.getFirst().get()).containsOnly(false);
      for (Future<List<Boolean>> result : results.subList(1, workers)) {
        assertThat(result.get()).containsOnly(true);
      }
    }
  }

  private List<Boolean> decodeTenTimes(HardwareJpegs jpegs, byte[] file, CyclicBarrier together)
      throws Exception {
    List<Boolean> decoded = new ArrayList<>();
    try (Arena arena = Arena.ofShared();
        DeviceBuffer target = device.allocate(3 * WIDTH * HEIGHT)) {
      MemorySegment bytes = arena.allocate(file.length).copyFrom(MemorySegment.ofArray(file));
      for (int round = 0; round < 10; round++) {
        together.await(60, TimeUnit.SECONDS);
        decoded.add(isDecoded(jpegs, bytes, target));
      }
    }
    return decoded;
  }

  private static boolean isDecoded(HardwareJpegs jpegs, MemorySegment file, DeviceBuffer target) {
    try {
      return jpegs.decode(file, new JpegCheck.Fit(WIDTH, HEIGHT, file.byteSize()), target, false);
    } catch (CudaException e) {
      assertThat(e.statusName()).isEqualTo("NVJPEG_STATUS_JPEG_NOT_SUPPORTED");
      return false;
    }
  }

  @Test
  void anInterruptedReaderWaitsAllTheSame() throws Exception {
    try (Arena arena = Arena.ofShared();
        HardwareJpegs jpegs = new HardwareJpegs(handle, 4, 4);
        DeviceBuffer target = device.allocate(3 * WIDTH * HEIGHT)) {
      MemorySegment bytes = arena.allocate(SOUND.length).copyFrom(MemorySegment.ofArray(SOUND));
      Thread.currentThread().interrupt();
      assertThat(isDecoded(jpegs, bytes, target)).isTrue();
      assertThat(Thread.interrupted()).as("the interruption is not lost").isTrue();
    }
  }

  @Test
  void aLostGpuIsToldToWhoeverWaits() throws Exception {
    HardwareJpegs jpegs = new HardwareJpegs(handle, 4, 4);
    try (Arena arena = Arena.ofShared();
        DeviceBuffer target = device.allocate(3 * WIDTH * HEIGHT)) {
      MemorySegment bytes = arena.allocate(SOUND.length).copyFrom(MemorySegment.ofArray(SOUND));
      bench.gpu.fail(bench.gpu.calls() + 1, 700);
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() ->
              jpegs.decode(
                  bytes, new JpegCheck.Fit(WIDTH, HEIGHT, bytes.byteSize()), target, false))
          .satisfies(e -> assertThat(e.isDeviceLost()).isTrue());
      assertThat(isDecoded(jpegs, bytes, target)).as("it was but once").isTrue();
      jpegs.close();
      jpegs.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> isDecoded(jpegs, bytes, target))
          .withMessage("the GPU's decoder is closed");
    } finally {
      jpegs.close();
    }
  }
}
