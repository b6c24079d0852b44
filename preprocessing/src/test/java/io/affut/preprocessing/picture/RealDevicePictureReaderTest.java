package io.affut.preprocessing.picture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.SearchSettings;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.cuda.DevicePicture;
import io.affut.preprocessing.cuda.DevicePictureReader;
import io.affut.preprocessing.cuda.DeviceRead;
import io.affut.preprocessing.cuda.GpuJpegs;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.testing.Fixtures;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Photos that NVIDIA's own nvJPEG decodes, beside those of the processor, with the libraries that
/// the program would find. It has never run on a GPU; with the stand-ins' folder in
/// `AFFUT_CUDA_HOME` it runs on these.
@Tag("gpu")
class RealDevicePictureReaderTest {
  /// nvJPEG's transform and its colours are not those of libjpeg-turbo; of the levels of a photo
  /// the mean may be so far off.
  private static final double LEVELS = 2;

  private final NativeLedger ledger = new NativeLedger();
  private final OwnedParts parts = new OwnedParts();
  private CudaDevice device;
  private CudaStream stream;

  @BeforeEach
  void needsAGpu() {
    Optional<FoundLibrary> cuda = found(NativeLibrary.CUDA);
    Assumptions.assumeTrue(cuda.isPresent(), "no GPU: CUDA's runtime is not here");
    CudaState state = CudaRuntime.load(cuda.orElseThrow(), ledger).state();
    if (!(state instanceof CudaState.Ready ready)) {
      Assumptions.abort("no GPU: " + state.sentence());
      return;
    }
    device = ready.devices().getFirst();
    stream = parts.add(device.newStream());
  }

  @AfterEach
  void everythingIsGivenBack() {
    parts.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static Optional<FoundLibrary> found(NativeLibrary library) {
    return new NativeLibraries(
            new SearchSettings(
                Optional.empty(), System.getenv(), CacheFolder.ofThisUser(), false, _ -> {}))
        .search(library)
        .found();
  }

  @ParameterizedTest
  @CsvSource({
    "african_elephants, nvJPEG",
    "domestic_cattle, nvJPEG",
    "african_elephants_with_exif_orientation, nvJPEG",
    "african_elephants_bw, ''",
    "african_elephants_cmyk, libjpeg-turbo",
    "african_elephants_truncated_file, libjpeg-turbo"
  })
  void photosAreDecodedNearlyAsOnTheProcessor(String photo, String decoder) throws Exception {
    FoundLibrary turboJpeg = found(NativeLibrary.TURBOJPEG).orElseThrow();
    GpuJpegs jpegs =
        parts.add(
            GpuJpegs.open(NvJpeg.load(found(NativeLibrary.NVJPEG).orElseThrow(), ledger), device));
    DevicePictureReader reader =
        parts.add(
            new DevicePictureReader(
                device,
                stream,
                Optional.of(jpegs),
                Optional.of(TurboJpeg.load(turboJpeg, ledger)),
                PictureReader.DEFAULT_MAX_PIXELS,
                ledger));
    DeviceRead read = reader.read(Fixtures.at("photos/" + photo + ".jpg"), Readers.FULL, _ -> {});
    assertThat(read.decoder()).contains(decoder);
    DevicePicture picture = read.picture();
    byte[] rgb = back(picture.buffer(), picture.offset(), picture.bytes()).toArray(JAVA_BYTE);
    Upright found =
        Upright.of(new Stored(rgb, picture.width(), picture.height(), picture.orientation()));
    Upright expected = Upright.of(photo);
    assertThat(found.width()).isEqualTo(expected.width());
    assertThat(found.height()).isEqualTo(expected.height());
    double sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      sum += Math.abs((found.rgb()[i] & 255) - (expected.rgb()[i] & 255));
    }
    assertThat(sum / rgb.length).as("levels off, the mean").isLessThan(LEVELS);
  }

  private MemorySegment back(DeviceBuffer from, long offset, long bytes) {
    PinnedBuffer here = parts.add(device.allocatePinned(bytes));
    stream.copyToHost(from, offset, here, 0, bytes);
    stream.synchronise();
    return here.memory().asSlice(0, bytes);
  }
}
