package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.DevicePicture;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.gpu.StandInGpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that lie on a GPU become inputs there: the whole way from the source of the kernels to
/// their launches, on the stand-ins, which run them on the processor. The values are those of the
/// kernels for processors, to the bit.
class DeviceKernelsTest {
  private final NativeLedger ledger = new NativeLedger();
  private StandInGpu gpu;

  @BeforeEach
  void prepare() throws Exception {
    gpu = StandInGpu.fresh();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (gpu == null) {
      return; // what it needs is not here, so it was skipped
    }
    assertThat(gpu.complaints()).isEmpty();
    assertThat(gpu.living()).isEmpty();
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}, planar {2}, reversed {3}")
  @CsvSource({
    "african_elephants, F32, true, false",
    "african_elephants, F16, false, true",
    "african_elephants_with_exif_orientation, F32, false, false",
    "domestic_cattle, F16, true, true",
    "human, F16, true, false",
  })
  void photosAreLetterboxed(String photo, Element element, boolean planar, boolean reversed)
      throws Exception {
    Upright upright = Upright.of(photo);
    Format format = Upright.imagenet(element, planar, reversed);
    Letterbox box =
        Letterbox.fit(
            upright.width(),
            upright.height(),
            new LetterboxRule(640, Shape.RECTANGULAR, 32, Placement.CENTRED, Upright.PAD));
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC)) {
      PicturesOnGpu.assertSame(
          on.letterbox(upright.stored(), box, format), upright.letterboxed(box, format), format);
    }
  }

  @ParameterizedTest
  @EnumSource
  void picturesOfAnyOrientationAreLetterboxedUpright(Orientation orientation) throws Exception {
    Random random = new Random(orientation.ordinal());
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC)) {
      for (int i = 0; i < 8; i++) {
        Stored stored =
            Stored.noise(random, orientation, 1 + random.nextInt(90), 1 + random.nextInt(70));
        Format format =
            Upright.imagenet(Element.values()[i % 2], random.nextBoolean(), random.nextBoolean());
        // Of a source twice as large, as when the picture was decoded at half its size.
        int width = 1 + random.nextInt(80);
        int height = 1 + random.nextInt(80);
        Upright upright = Upright.of(stored);
        var box =
            new Letterbox(
                2 * upright.width(),
                2 * upright.height(),
                width + 5,
                height + 7,
                width,
                height,
                random.nextInt(6),
                random.nextInt(8));

        PicturesOnGpu.assertSame(
            on.letterbox(stored, box, format), upright.letterboxed(box, format), format);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}, planar {2}, reversed {3}")
  @CsvSource({
    "BICUBIC, F32, true, false",
    "BICUBIC, F16, false, true",
    "BILINEAR, F32, false, false",
    "BILINEAR, F16, true, true",
  })
  void animalsInAPhotoAreCutOutTogether(
      ResampleFilter filter, Element element, boolean planar, boolean reversed) throws Exception {
    Upright upright = Upright.of("domestic_cattle");
    Format format = Upright.imagenet(element, planar, reversed);
    List<Crop> crops = new ArrayList<>();
    crops.add(new Crop(0, 0, upright.width(), upright.height()));
    crops.add(new Crop(100, 0, 60, 1400)); // down first
    crops.add(new Crop(1195, 570, 30, 30)); // becomes larger
    crops.add(new Crop(upright.width() - 1, upright.height() - 1, 1, 1));
    for (int i = 0; i < 7; i++) { // more than one launch takes
      crops.add(new Crop(50 * i, 40 * i, 200 + 30 * i, 300 - 20 * i));
    }
    try (PicturesOnGpu on = gpu(filter)) {
      List<int[]> made = on.crop(upright.stored(), crops, 182, format);
      for (int i = 0; i < crops.size(); i++) {
        PicturesOnGpu.assertSame(
            made.get(i), upright.cropped(crops.get(i), 182, filter, format), format);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void animalsInPicturesOfAnyOrientationAreCutOutUpright(Orientation orientation) throws Exception {
    Random random = new Random(orientation.ordinal());
    Format format = Upright.imagenet(Element.F32, true, false);
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC)) {
      for (int round = 0; round < 4; round++) {
        Stored stored =
            Stored.noise(random, orientation, 1 + random.nextInt(200), 1 + random.nextInt(200));
        Upright upright = Upright.of(stored);
        List<Crop> crops = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
          int x = random.nextInt(upright.width());
          int y = random.nextInt(upright.height());
          crops.add(
              new Crop(
                  x,
                  y,
                  1 + random.nextInt(upright.width() - x),
                  1 + random.nextInt(upright.height() - y)));
        }
        int size = 1 + random.nextInt(60);
        List<int[]> made = on.crop(stored, crops, size, format);
        for (int i = 0; i < crops.size(); i++) {
          float[] wanted = upright.cropped(crops.get(i), size, ResampleFilter.BICUBIC, format);
          PicturesOnGpu.assertSame(made.get(i), wanted, format);
        }
      }
    }
  }

  /// So that the test for machines with a GPU is known to be right.
  @ParameterizedTest
  @EnumSource
  void whatIsComparedOnARealGpuIsTheSameHere(ResampleFilter filter) {
    CudaDevice device = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    RealDeviceKernelsTest.compare(device, Nvrtc.load(gpu.nvrtc(), ledger), filter);
  }

  @Test
  void forAGpuThatCameLaterThanTheCompilerTheDriverCompilesThem() {
    gpu.computeCapability(130);
    CudaDevice device = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    assertThat(device.computeCapability()).hasToString("13.0");
    RealDeviceKernelsTest.compare(device, Nvrtc.load(gpu.nvrtc(), ledger), ResampleFilter.BICUBIC);
  }

  @Test
  void whereTheDriverDoesNotCompileThemItIsSaidWhatToUpdate() {
    gpu.reset(1, 13000, StandInGpu.RUNTIME);
    gpu.computeCapability(130);
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> gpu(ResampleFilter.BICUBIC))
        .withMessage(
            "CUDA's cudaLibraryLoadData failed with cudaErrorUnsupportedPtxVersion (222): the provided PTX was compiled with an unsupported toolchain. NVRTC 13.1 has no machine code for cuda:0 (Stand-in GPU 0), whose compute capability is 13.0, and the driver did not compile what it made. Update NVIDIA's driver, or name a newer CUDA with AFFUT_CUDA_HOME.");
  }

  /// The driver may leave it until somebody asks for a kernel.
  @Test
  void soItIsWhereItDoesNotBeforeAKernelIsAskedFor() {
    gpu.computeCapability(130);
    gpu.failOf("cudaLibraryGetKernel", 1, 222);
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> gpu(ResampleFilter.BICUBIC))
        .withMessageContaining("Update NVIDIA's driver");
  }

  @Test
  void aFailureOfAnotherKindIsNotTheDriversAge() {
    gpu.computeCapability(130);
    gpu.failOf("cudaLibraryLoadData", 1, 2);
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> gpu(ResampleFilter.BICUBIC))
        .satisfies(e -> assertThat(e.isOutOfMemory()).isTrue())
        .withMessageNotContaining("Update");
  }

  @Test
  void memoryOfTheGpuIsTakenForTheFirstPicturesOnly() throws Exception {
    Stored stored = Stored.noise(new Random(1), Orientation.UPRIGHT, 100, 80);
    Format format = Upright.LEVELS;
    List<Crop> crops = List.of(new Crop(0, 0, 100, 80), new Crop(5, 5, 50, 60));
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC);
        DeviceBuffer room = on.device.allocate(3 * 4 * 50 * 50);
        DeviceBuffer pixels = on.device.allocate(stored.rgb().length)) {
      var picture = new DevicePicture(pixels, 0, 100, 80, Orientation.UPRIGHT);
      var input = new DeviceInput(room, 0, 50, 50, format);
      var box = new Letterbox(100, 80, 50, 50, 50, 40, 0, 5);
      on.stream.fill(pixels, 0, pixels.bytes(), 7);
      on.letterbox.run(on.stream, picture, box, Upright.PAD, input);
      on.crop.run(on.stream, picture, crops, List.of(input, input));
      on.stream.synchronise();
      int before = gpu.calls();
      on.letterbox.run(on.stream, picture, box, Upright.PAD, input);
      on.crop.run(on.stream, picture, crops, List.of(input, input));
      on.crop.run(on.stream, picture, List.of(), List.of());

      assertThat(IntStream.rangeClosed(before + 1, gpu.calls()).mapToObj(gpu::call))
          .containsOnly("cudaSetDevice", "cudaLaunchKernel");
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    Format format = Upright.LEVELS;
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC);
        DeviceBuffer room = on.device.allocate(12 * 10 * 10);
        DeviceBuffer pixels = on.device.allocate(3 * 20 * 10)) {
      var picture = new DevicePicture(pixels, 0, 20, 10, Orientation.QUARTER_TURN);
      var larger = new DevicePicture(pixels, 1, 20, 10, Orientation.UPRIGHT);
      var empty = new DevicePicture(pixels, 0, 0, 10, Orientation.UPRIGHT);
      var input = new DeviceInput(room, 0, 10, 10, format);
      var odd = new DeviceInput(room, 2, 10, 9, format);
      var beyond = new DeviceInput(room, 4, 10, 10, format);
      var box = new Letterbox(10, 20, 10, 10, 5, 10, 2, 0);
      var oddBox = new Letterbox(10, 20, 10, 9, 5, 9, 2, 0);
      List<Crop> crop = List.of(new Crop(0, 0, 10, 20));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> on.letterbox.run(on.stream, picture, oddBox, 0, input))
          .withMessage("a letterbox of 10 x 9 pixels for an input of 10 x 10");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> on.letterbox.run(on.stream, picture, oddBox, 0, odd))
          .withMessage("an input of values of 4 bytes cannot begin at byte 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> on.letterbox.run(on.stream, empty, box, 0, input))
          .withMessage("a picture of 0 x 10 pixels");
      assertOutside(() -> on.letterbox.run(on.stream, larger, box, 0, input));
      assertOutside(() -> on.letterbox.run(on.stream, picture, box, 0, beyond));
      assertOutside(
          () -> on.crop.run(on.stream, picture, List.of(new Crop(0, 0, 20, 10)), List.of(input)));
      assertOutside(() -> on.crop.run(on.stream, picture, crop, List.of(beyond)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> on.crop.run(on.stream, picture, crop, List.of()))
          .withMessage("1 rectangles for 0 inputs");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> on.crop.run(on.stream, picture, crop, List.of(odd)))
          .withMessage("inputs that are not squares of one size and format");
    }
  }

  @Test
  void aGpuWithoutRoomForAnimalsSaysSoAndGivesBackWhatItHas() throws Exception {
    try (PicturesOnGpu on = gpu(ResampleFilter.BICUBIC);
        DeviceBuffer room = on.device.allocate(12 * 182 * 182);
        DeviceBuffer pixels = on.device.allocate(3 * 1000 * 1000)) {
      var picture = new DevicePicture(pixels, 0, 1000, 1000, Orientation.UPRIGHT);
      var input = List.of(new DeviceInput(room, 0, 182, 182, Upright.LEVELS));
      on.stream.fill(pixels, 0, pixels.bytes(), 7);
      gpu.memory(room.bytes() + pixels.bytes() + 50_000);
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(
              () -> on.crop.run(on.stream, picture, List.of(new Crop(0, 0, 1000, 1000)), input))
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("cudaErrorMemoryAllocation"));
      gpu.memory(1 << 30);
      on.crop.run(on.stream, picture, List.of(new Crop(0, 0, 1000, 1000)), input);
    }
  }

  /// 13.0 is newer than the compiler.
  @ParameterizedTest
  @ValueSource(ints = {89, 130})
  void aFailureOfAnyCallLeavesNothingBehind(int computeCapability) throws Exception {
    gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
    gpu.computeCapability(computeCapability);
    scenario();
    List<String> calls = IntStream.rangeClosed(1, gpu.calls()).mapToObj(gpu::call).toList();
    Set<String> failed = new TreeSet<>();
    for (int nth = 1; nth <= calls.size(); nth++) {
      if (calls.get(nth - 1).equals("nvrtcDestroyProgram")) {
        continue; // not told, as it can only fail for what is no program
      }
      for (boolean forGood : new boolean[] {false, true}) {
        gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
        gpu.computeCapability(computeCapability);
        if (forGood) {
          gpu.failForGood(nth, 700);
        } else {
          gpu.fail(nth, 700);
        }
        String where = "call " + nth + (forGood ? " and all after it" : "");
        CudaException failure = assertThrows(CudaException.class, this::scenario, where);
        assertThat(failure.function()).as(where).isEqualTo(gpu.call(nth));
        nothingIsLeftAndNothingWasWrong();
        failed.add(failure.function());
      }
    }
    assertThat(failed).contains("cudaLaunchKernel", "cudaMalloc", "cudaFree", "cudaLibraryUnload");
  }

  /// Two pictures, the second with larger animals, so that memory has to grow.
  private void scenario() {
    Stored stored = Stored.noise(new Random(3), Orientation.QUARTER_TURN, 30, 20);
    try (PicturesOnGpu on = gpu(ResampleFilter.BILINEAR)) {
      on.letterbox(stored, new Letterbox(20, 30, 16, 16, 10, 15, 3, 0), Upright.LEVELS);
      on.crop(stored, List.of(new Crop(0, 0, 5, 5)), 8, Upright.LEVELS);
      on.crop(stored, List.of(new Crop(0, 0, 20, 30), new Crop(1, 1, 9, 9)), 8, Upright.LEVELS);
    }
  }

  private static void assertOutside(Runnable use) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(use::run);
  }

  private PicturesOnGpu gpu(ResampleFilter filter) {
    CudaDevice device = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    return new PicturesOnGpu(device, Nvrtc.load(gpu.nvrtc(), ledger), filter);
  }
}
