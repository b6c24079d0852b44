package io.affut.preprocessing.picture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.SearchSettings;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.cuda.DeviceCrop;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.DeviceKernels;
import io.affut.preprocessing.cuda.DeviceLetterbox;
import io.affut.preprocessing.cuda.DevicePicture;
import io.affut.preprocessing.cuda.DevicePictureReader;
import io.affut.preprocessing.cuda.DeviceRead;
import io.affut.preprocessing.cuda.GpuJpegs;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.Fixtures;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A real GPU, with NVIDIA's own libraries, beside the processor. It has never run on one; with the
/// stand-ins' folder in `AFFUT_CUDA_HOME` it runs on these.
@Tag("gpu")
class RealGpuTest {
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

  private DeviceKernels kernels() {
    return parts.add(
        DeviceKernels.load(
            device, Nvrtc.load(found(NativeLibrary.NVRTC).orElseThrow().file(), ledger)));
  }

  @ParameterizedTest
  @EnumSource
  void picturesOfAnyOrientationAreLetterboxedToTheBit(Orientation orientation) {
    DeviceLetterbox letterbox = parts.add(new DeviceLetterbox(kernels()));
    Random random = new Random(orientation.ordinal());
    for (Element element : Element.values()) {
      Stored stored = Stored.noise(random, orientation, 1201, 903);
      Upright upright = Upright.of(stored);
      Format format = Upright.imagenet(element, element == Element.F32, element == Element.F16);
      var box = new Letterbox(upright.width(), upright.height(), 640, 512, 600, 480, 17, 9);
      DeviceInput input = input(640, 512, format);
      letterbox.run(stream, there(stored), box, Upright.PAD, input);
      assertSame(input, upright.letterboxed(box, format));
    }
  }

  @ParameterizedTest
  @CsvSource({"BICUBIC, F32", "BICUBIC, F16", "BILINEAR, F32", "BILINEAR, F16"})
  void animalsAreCutOutToTheBit(ResampleFilter filter, Element element) {
    DeviceCrop crop = parts.add(new DeviceCrop(kernels(), filter));
    Format format = Upright.imagenet(element, true, false);
    for (Orientation orientation : Orientation.values()) {
      Stored stored = Stored.noise(new Random(5), orientation, 700, 500);
      Upright upright = Upright.of(stored);
      List<Crop> crops =
          List.of(
              new Crop(0, 0, upright.width(), upright.height()),
              new Crop(3, 5, 40, 90),
              new Crop(upright.width() - 60, upright.height() - 50, 60, 50));
      List<DeviceInput> inputs = new ArrayList<>();
      crops.forEach(_ -> inputs.add(input(182, 182, format)));
      crop.run(stream, there(stored), crops, inputs);
      for (int i = 0; i < crops.size(); i++) {
        assertSame(inputs.get(i), upright.cropped(crops.get(i), 182, filter, format));
      }
    }
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
            GpuJpegs.open(
                NvJpeg.load(found(NativeLibrary.NVJPEG).orElseThrow(), ledger), device));
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
        Upright.of(
            new Stored(rgb, picture.width(), picture.height(), picture.orientation()));
    Upright expected = Upright.of(photo);
    assertThat(found.width()).isEqualTo(expected.width());
    assertThat(found.height()).isEqualTo(expected.height());
    double sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      sum += Math.abs((found.rgb()[i] & 255) - (expected.rgb()[i] & 255));
    }
    assertThat(sum / rgb.length).as("levels off, the mean").isLessThan(LEVELS);
  }

  @Test
  void aBlockOfMemoryGoesThereAndBackUnchanged() {
    Stored stored = Stored.noise(new Random(9), Orientation.UPRIGHT, 4000, 3000);
    DevicePicture picture = there(stored);
    assertThat(back(picture.buffer(), 0, picture.bytes()).toArray(JAVA_BYTE))
        .isEqualTo(stored.rgb());
  }

  private DevicePicture there(Stored stored) {
    PinnedBuffer here = parts.add(device.allocatePinned(stored.rgb().length));
    here.memory().copyFrom(MemorySegment.ofArray(stored.rgb()));
    DeviceBuffer there = parts.add(device.allocate(stored.rgb().length));
    stream.copyToDevice(here, 0, there, 0, stored.rgb().length);
    return new DevicePicture(there, 0, stored.width(), stored.height(), stored.orientation());
  }

  private DeviceInput input(int width, int height, Format format) {
    DeviceBuffer room =
        parts.add(device.allocate(3L * width * height * format.element().bytes()));
    return new DeviceInput(room, 0, width, height, format);
  }

  private MemorySegment back(DeviceBuffer from, long offset, long bytes) {
    PinnedBuffer here = parts.add(device.allocatePinned(bytes));
    stream.copyToHost(from, offset, here, 0, bytes);
    stream.synchronise();
    return here.memory().asSlice(0, bytes);
  }

  private void assertSame(DeviceInput input, float[] expected) {
    MemorySegment found = back(input.buffer(), input.offset(), input.bytes());
    if (input.format().element() == Element.F32) {
      assertThat(Arrays.mismatch(found.toArray(JAVA_FLOAT), expected))
          .as("the first value that differs")
          .isEqualTo(-1);
    } else {
      assertThat(Arrays.mismatch(found.toArray(JAVA_SHORT), Upright.halves(expected)))
          .as("the first value that differs")
          .isEqualTo(-1);
    }
  }
}
