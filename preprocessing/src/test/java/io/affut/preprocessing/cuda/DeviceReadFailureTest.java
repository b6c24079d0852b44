package io.affut.preprocessing.cuda;

import static io.affut.preprocessing.cuda.GpuBench.FULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.preprocessing.picture.Specimens;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever call of CUDA or nvJPEG fails: there is the right picture or a failure that says so, and
/// everything is given back.
@Timeout(300)
class DeviceReadFailureTest {
  private static final int OUT_OF_MEMORY = 2;
  private static final int BAD_JPEG = 3;
  private static final int ILLEGAL_ADDRESS = 700;

  @TempDir private Path folder;
  private GpuBench bench;
  private List<Path> files;

  @BeforeEach
  void prepare() throws Exception {
    bench = GpuBench.fresh();
    byte[] jpeg = Specimens.jpeg(48, 32);
    BufferedImage scene = Specimens.scene(60, 40, BufferedImage.TYPE_INT_RGB);
    files =
        List.of(
            Files.write(folder.resolve("whole.jpg"), jpeg),
            Files.write(folder.resolve("progressive.jpg"), Specimens.progressive(scene)),
            Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length - 2)),
            Files.write(folder.resolve("larger.jpg"), Specimens.jpeg(200, 150)));
  }

  @ParameterizedTest
  @CsvSource({
    "true, 2, false",
    "true, 3, false",
    "true, 700, false",
    "true, 700, true",
    "false, 2, false",
    "false, 3, false",
    "false, 700, false",
    "false, 700, true"
  })
  void aFailureOfAnyCallLeavesNothingBehind(boolean hardware, int status, boolean forGood)
      throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    bench.gpu.reset(1, 13010, 13010);
    assertThat(scenario("without a failure")).isEmpty();
    int calls = bench.gpu.calls();
    assertThat(calls).isGreaterThan(80);
    Set<String> survived = new HashSet<>();
    Set<String> failed = new HashSet<>();
    for (int nth = 1; nth <= calls; nth++) {
      bench.gpu.reset(1, 13010, 13010);
      if (forGood) {
        bench.gpu.failForGood(nth, status);
      } else {
        bench.gpu.fail(nth, status);
      }
      Optional<CudaException> failure = scenario("call " + nth);
      String where = "call " + nth + ", " + bench.gpu.call(nth);
      bench.assertNothingIsLeft(where);
      if (nth > bench.gpu.calls()) {
        break; // which thread serves the GPU's decoder decides about some calls
      }
      String function = bench.gpu.call(nth);
      if (failure.isEmpty()) {
        survived.add(function);
        assertThat(forGood).as(where).isFalse();
        assertThat(function).as(where).startsWith("nvjpeg");
        assertThat(status).as(where).isNotEqualTo(OUT_OF_MEMORY);
      } else {
        failed.add(function);
        if (status == OUT_OF_MEMORY) {
          assertThat(failure.get().isOutOfMemory()).as(where).isTrue();
        }
        if (status == ILLEGAL_ADDRESS && function.startsWith("cuda")) {
          assertThat(failure.get().isDeviceLost()).as(where).isTrue();
        }
      }
    }
    assertThat(failed).contains("cudaMalloc", "cudaHostAlloc", "cudaEventRecord");
    if (status == BAD_JPEG) {
      assertThat(survived)
          .contains(hardware ? "nvjpegDecodeBatched" : "nvjpegDecodeJpegDevice")
          .contains("nvjpegJpegStreamParse", "nvjpegDecodeJpegHost");
    }
  }

  /// Reads four pictures, each of which has to be right.
  ///
  /// @return what failed
  private Optional<CudaException> scenario(String where) throws Exception {
    try {
      CudaDevice device = bench.device();
      try (GpuJpegs jpegs = bench.jpegs(device);
          CudaStream stream = device.newStream();
          DevicePictureReader reader = bench.reader(stream, jpegs)) {
        for (Path file : files) {
          bench.assertSame(reader, stream, file, FULL);
        }
      }
      return Optional.empty();
    } catch (CudaException e) {
      return Optional.of(e);
    }
  }
}
