package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Fixtures;
import io.affut.testing.gpu.StandInGpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our layer over nvJPEG, on the stand-in, which is stricter than the real one.
class NvJpegTest {
  private final NativeLedger ledger = new NativeLedger();
  private StandInGpu gpu;
  private NvJpeg nvJpeg;
  private CudaDevice device;

  @BeforeEach
  void prepare() throws Exception {
    gpu = StandInGpu.fresh();
    gpu.turboJpeg(DecodedPhoto.turboJpeg());
    device = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    nvJpeg = NvJpeg.load(gpu.nvjpeg(), ledger);
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (nvJpeg == null) {
      return; // what it needs is not here, so it was skipped
    }
    assertThat(gpu.complaints()).isEmpty();
    assertThat(gpu.living()).isEmpty();
    assertThat(ledger.snapshot()).isEmpty();
  }

  @Test
  void aPhotoIsDecodedIntoTheGpusMemory() throws Exception {
    assertThat(DecodedPhoto.oneByOne(nvJpeg, device).meanDifference()).isZero();
  }

  @Test
  void aBatchIsDecodedByTheHardware() throws Exception {
    try (NvJpegHandle handle = nvJpeg.open(device, NvJpegBackend.HARDWARE)) {
      assertThat(DecodedPhoto.inABatch(handle, 3).meanDifference()).isZero();
    }
  }

  @Test
  void whereTheGpuHasNoDecoderThatIsSaid() {
    gpu.hardwareJpegs(false);
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> nvJpeg.open(device, NvJpegBackend.HARDWARE))
        .withMessage("CUDA's nvjpegCreateEx failed with NVJPEG_STATUS_ARCH_MISMATCH (7)");
  }

  @Test
  void theHeaderTellsWhatIsInTheFileAndTheWayFollowsFromIt() throws Exception {
    try (Arena arena = Arena.ofConfined();
        NvJpegHandle handle = nvJpeg.open(device, NvJpegBackend.DEFAULT);
        NvJpegDecoder decoder = handle.newDecoder()) {
      assertThatIllegalStateException().isThrownBy(decoder::backend);
      NvJpegHeader baseline = decoder.parse(DecodedPhoto.file(arena));
      assertThat(baseline.width()).isEqualTo(2048);
      assertThat(baseline.height()).isEqualTo(1536);
      assertThat(baseline.components()).isEqualTo(3);
      assertThat(baseline.encoding()).isEqualTo(NvJpegHeader.Encoding.BASELINE);
      assertThat(baseline.bytes()).isEqualTo(2048 * 1536 * 3);
      assertThat(decoder.backend()).contains(NvJpegBackend.GPU_HYBRID);

      NvJpegHeader inks = decoder.parse(photo(arena, "african_elephants_cmyk"));
      assertThat(inks.components()).isEqualTo(4);
      assertThat(decoder.backend()).isEqualTo(Optional.empty());

      NvJpegHeader grey = decoder.parse(photo(arena, "african_elephants_bw"));
      assertThat(grey.subsampling()).isEqualTo(NvJpegHeader.Subsampling.GREY);

      MemorySegment noJpeg = arena.allocate(100);
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() -> decoder.parse(noJpeg))
          .withMessage("CUDA's nvjpegJpegStreamParse failed with NVJPEG_STATUS_BAD_JPEG (3)");
      assertThatIllegalStateException()
          .as("the one before is forgotten")
          .isThrownBy(decoder::backend);
    }
  }

  @Test
  void aTargetThatIsTooSmallIsRefusedBeforeAnythingIsQueued() throws Exception {
    try (Arena arena = Arena.ofConfined();
        NvJpegHandle handle = nvJpeg.open(device, NvJpegBackend.HARDWARE);
        NvJpegDecoder decoder = handle.newDecoder();
        NvJpegBatch batch = handle.newBatch(2);
        CudaStream stream = device.newStream();
        DeviceBuffer target = device.allocate(1000)) {
      MemorySegment file = DecodedPhoto.file(arena);
      decoder.parse(file);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> decoder.decode(stream, target, 0));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() ->
              batch.decode(stream, List.of(new NvJpegBatch.Item(file, target, 0, 2048, 1536))));
      assertThat(stream.isIdle()).isTrue();
    }
  }

  @Test
  void closingTwiceIsFineAndUseAfterwardsNamesTheObject() {
    NvJpegHandle handle = nvJpeg.open(device, NvJpegBackend.DEFAULT);
    NvJpegDecoder decoder = handle.newDecoder();
    NvJpegBatch batch = handle.newBatch(1);
    NvJpegParser parser = handle.newParser();
    for (AutoCloseable closeable : List.of(parser, batch, decoder, handle)) {
      closeTwice(closeable);
    }
    assertThatIllegalStateException()
        .isThrownBy(handle::newParser)
        .withMessage("the nvjpegHandle_t on cuda:0 is closed");
  }

  /// Whatever device the calling thread used before.
  @Test
  void eachDeviceIsSelectedForItsOwnObjects() throws Exception {
    gpu.reset(2, StandInGpu.DRIVER, StandInGpu.RUNTIME);
    List<CudaDevice> devices = CudaRuntime.load(gpu.cudart(), ledger).devices();
    CudaDevice first = devices.get(0);
    CudaDevice other = devices.get(1);
    try (Arena arena = Arena.ofConfined();
        CudaStream stream = first.newStream();
        DeviceBuffer target = first.allocate(3 * 2048 * 1536)) {
      other.memory(); // makes it the thread's own
      try (NvJpegHandle handle = nvJpeg.open(first, NvJpegBackend.HARDWARE)) {
        other.memory();
        try (NvJpegDecoder decoder = handle.newDecoder()) {
          other.memory();
          try (NvJpegBatch batch = handle.newBatch(1)) {
            MemorySegment file = DecodedPhoto.file(arena);
            decoder.parse(file);
            other.memory();
            decoder.decode(stream, target, 0);
            stream.synchronise(); // the hardware would not wait
            other.memory();
            batch.decode(stream, List.of(new NvJpegBatch.Item(file, target, 0, 2048, 1536)));
            stream.synchronise();
            other.memory();
          }
        }
      }
    }
  }

  @Test
  void aFailureOfAnyCallLeavesNothingBehind() throws Exception {
    gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
    scenario();
    int calls = gpu.calls();
    assertThat(calls).isGreaterThan(50);
    for (int nth = 1; nth <= calls; nth++) {
      gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
      gpu.fail(nth, 2);
      CudaException failure = assertThrows(CudaException.class, this::scenario);
      String where = "call " + nth + ", " + gpu.call(nth);
      assertThat(failure.isOutOfMemory()).as(where).isTrue();
      assertThat(failure.isDeviceLost()).as(where).isFalse();
      assertThat(gpu.complaints()).as(where).isEmpty();
      assertThat(gpu.living()).as(where).isEmpty();
      assertThat(ledger.snapshot()).as(where).isEmpty();
    }
  }

  private void scenario() throws Exception {
    CudaDevice one = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    NvJpeg library = NvJpeg.load(gpu.nvjpeg(), ledger);
    DecodedPhoto.oneByOne(library, one);
    try (NvJpegHandle handle = library.open(one, NvJpegBackend.HARDWARE)) {
      DecodedPhoto.inABatch(handle, 2);
    }
  }

  private static MemorySegment photo(Arena arena, String name) throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.at("photos/" + name + ".jpg"));
    return arena.allocate(file.length).copyFrom(MemorySegment.ofArray(file));
  }

  private static void closeTwice(AutoCloseable closeable) {
    try {
      closeable.close();
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
