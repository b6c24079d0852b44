package io.affut.preprocessing.cuda;

import static io.affut.preprocessing.cuda.GpuBench.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.Specimens;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading into a GPU's memory, on the stand-ins: whatever decodes, it comes to what the reader for
/// processors reads.
@Timeout(120)
class DevicePictureReaderTest {
  @TempDir private Path folder;
  private GpuBench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = GpuBench.fresh();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (bench == null) {
      return; // what it needs is not here, so it was skipped
    }
    bench.assertNothingIsLeft("at the end");
  }

  @ParameterizedTest
  @CsvSource({
    "african_elephants.jpg, nvJPEG",
    "african_elephants_bw.jpg, nvJPEG",
    "african_elephants_cmyk.jpg, libjpeg-turbo",
    "african_elephants_truncated_file.jpg, libjpeg-turbo",
    "african_elephants_with_exif_orientation.jpg, nvJPEG",
    "blank.jpg, nvJPEG",
    "domestic_cattle.jpg, nvJPEG",
    "human.jpg, nvJPEG",
    "vehicle.jpg, nvJPEG"
  })
  void photosComeAsTheReaderForProcessorsReadsThem(String name, String decoder) throws Exception {
    for (boolean hardware : List.of(true, false)) {
      bench.gpu.hardwareJpegs(hardware);
      Path photo = Fixtures.at("photos/" + name);
      CudaDevice device = bench.device();
      try (GpuJpegs jpegs = bench.jpegs(device);
          CudaStream stream = device.newStream();
          DevicePictureReader reader = bench.reader(stream, jpegs)) {
        assertThat(jpegs.hasHardware()).isEqualTo(hardware);
        bench.assertSame(reader, stream, photo, FULL);
        DeviceRead read = reader.read(photo, FULL, _ -> {});
        assertThat(read.decoder()).isEqualTo(decoder);
        assertThat(read.refusal().isPresent()).isEqualTo(!decoder.equals("nvJPEG"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allOrientationsAreToldAndThePixelsAreAsStored(boolean hardware) throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    byte[] jpeg = Specimens.jpeg(48, 32);
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      for (int number = 1; number <= 8; number++) {
        byte[] exif = Specimens.exif(number, "2024:05:04 03:02:01", null, null);
        Path file = file("picture.jpg", Specimens.withExif(jpeg, exif));
        bench.assertSame(reader, stream, file, FULL);
        DeviceRead read = reader.read(file, FULL, _ -> {});
        assertThat(read.decoder()).isEqualTo("nvJPEG");
        assertThat(read.picture().width()).isEqualTo(48);
        assertThat(read.picture().orientation().exif()).isEqualTo(number);
        assertThat(read.originalWidth()).isEqualTo(number > 4 ? 32 : 48);
        assertThat(read.date()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProgressiveFileIsDecodedByTheMultiprocessors(boolean hardware) throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    Path file =
        file(
            "progressive.jpg",
            Specimens.progressive(Specimens.scene(300, 200, BufferedImage.TYPE_INT_RGB)));
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      bench.assertSame(reader, stream, file, FULL);
      assertThat(reader.read(file, FULL, _ -> {}).decoder()).isEqualTo("nvJPEG");
    }
  }

  /// GPUs do that; what is left in the memory then is the picture before.
  @Test
  void aFileThatTheGpusDecoderLeavesOutIsDecodedOnTheProcessor() throws Exception {
    Path before = file("before.jpg", Specimens.written(Specimens.noise(64, 48, 7), "jpg"));
    Path leftOut = file("left-out.jpg", Specimens.written(Specimens.noise(64, 48, 8), "jpg"));
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      assertThat(reader.read(before, FULL, _ -> {}).decoder()).isEqualTo("nvJPEG");
      bench.gpu.skipHardwareJpegs(1);
      bench.assertSame(reader, stream, leftOut, FULL);
      bench.gpu.skipHardwareJpegs(1);
      DeviceRead read = reader.read(leftOut, FULL, _ -> {});
      assertThat(read.decoder()).isEqualTo("libjpeg-turbo");
      assertThat(read.refusal()).contains("the GPU's decoder has written nothing");
      assertThat(reader.read(leftOut, FULL, _ -> {}).decoder()).isEqualTo("nvJPEG");
    }
  }

  @Test
  void otherFormatsAndDamagedFilesAreDecodedOnTheProcessor() throws Exception {
    byte[] jpeg = Specimens.written(Specimens.noise(128, 128, 3), "jpg");
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      Path png = file("picture.png", Specimens.written(Specimens.noise(40, 30, 1), "png"));
      bench.assertSame(reader, stream, png, FULL);
      DeviceRead read = reader.read(png, FULL, _ -> {});
      assertThat(read.decoder()).isEqualTo("ImageIO");
      assertThat(read.refusal()).as("no JPEG is refused").isEmpty();

      Path cut = file("cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
      bench.assertSame(reader, stream, cut, FULL);
      read = reader.read(cut, FULL, _ -> {});
      assertThat(read.damage()).isPresent();
      assertThat(read.refusal()).contains("it ends before its end marker");
    }
  }

  @Test
  void aReducedScaleIsServedOnTheProcessorOnly() throws Exception {
    byte[] exif = Specimens.exif(6);
    byte[] jpeg = Specimens.withExif(Specimens.jpeg(800, 600), exif);
    Path whole = file("whole.jpg", jpeg);
    Path cut = file("cut.jpg", Arrays.copyOf(jpeg, jpeg.length - 2));
    DecodeScale scale = new DecodeScale.Covering(100, 100);
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      bench.assertSame(reader, stream, cut, scale);
      DeviceRead read = reader.read(whole, scale, _ -> {});
      assertThat(read.decoder()).isEqualTo("nvJPEG");
      assertThat(read.picture().uprightWidth()).isEqualTo(600).isEqualTo(read.originalWidth());
      assertThat(read.picture().uprightHeight()).isEqualTo(800).isEqualTo(read.originalHeight());
    }
  }

  @Test
  void whatIsNoPictureIsToldInTheSameWords() throws Exception {
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs, 1_000_000);
        PictureReader here =
            new PictureReader(Optional.of(bench.turboJpeg), 1_000_000, new NativeLedger())) {
      List<Path> files =
          List.of(
              file("text.jpg", "This is no picture at all.".getBytes()),
              file("empty.jpg", new byte[0]),
              file("start.jpg", Arrays.copyOf(Specimens.jpeg(40, 30), 30)),
              file("large.jpg", Specimens.jpegClaiming(3000, 3000)),
              file("largest.jpg", Specimens.jpegClaiming(65_500, 65_500)),
              folder.resolve("gone.jpg"),
              folder);
      for (Path file : files) {
        Throwable expected = catchThrowable(() -> here.read(file, FULL));
        assertThat(catchThrowable(() -> reader.read(file, FULL, _ -> {})))
            .as(file.toString())
            .isInstanceOf(UnreadablePictureException.class)
            .hasMessage(expected.getMessage());
      }
      bench.assertSame(reader, stream, file("next.jpg", Specimens.jpeg(40, 30)), FULL);
    }
  }

  @Test
  void withoutNvJpegEverythingIsDecodedOnTheProcessor() throws Exception {
    CudaDevice device = bench.device();
    try (CudaStream stream = device.newStream();
        DevicePictureReader reader =
            new DevicePictureReader(
                device,
                stream,
                Optional.empty(),
                Optional.of(bench.turboJpeg),
                PictureReader.DEFAULT_MAX_PIXELS,
                bench.ledger)) {
      Path file = file("picture.jpg", Specimens.jpeg(48, 32));
      bench.assertSame(reader, stream, file, FULL);
      DeviceRead read = reader.read(file, FULL, _ -> {});
      assertThat(read.decoder()).isEqualTo("libjpeg-turbo");
      assertThat(read.refusal()).as("there is nothing that could refuse").isEmpty();
    }
  }

  @Test
  void aPictureThatWasDecodedElsewhereIsUploaded() throws Exception {
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs);
        PictureReader here =
            new PictureReader(
                Optional.of(bench.turboJpeg),
                PictureReader.DEFAULT_MAX_PIXELS,
                new NativeLedger())) {
      Path file = file("turned.jpg", Specimens.withExif(Specimens.jpeg(48, 32), Specimens.exif(6)));
      Picture frame = here.read(file, FULL);
      byte[] expected = frame.pixels().toArray(ValueLayout.JAVA_BYTE);
      DevicePicture there = reader.upload(frame);
      frame.pixels().fill((byte) 0); // the next frame
      assertThat(there.width()).isEqualTo(32);
      assertThat(there.height()).isEqualTo(48);
      assertThat(GpuBench.upright(stream, there)).isEqualTo(expected);
    }
  }

  @Test
  void theSizeOfTheFileIsToldWhenItLiesInMemory() throws Exception {
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      byte[] jpeg = Specimens.jpeg(48, 32);
      List<Long> told = new ArrayList<>();
      reader.read(file("picture.jpg", jpeg), FULL, told::add);
      assertThat(told).containsExactly((long) jpeg.length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyPicturesTakeNoMoreMemoryThanTheLargest(boolean hardware) throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    List<Path> files = new ArrayList<>();
    byte[] progressive = Specimens.progressive(Specimens.scene(90, 60, BufferedImage.TYPE_INT_RGB));
    files.add(file("large.jpg", Specimens.jpeg(400, 300)));
    files.add(file("large.png", Specimens.written(Specimens.noise(200, 150, 1), "png")));
    files.add(file("progressive.jpg", progressive));
    files.add(file("small.jpg", Specimens.jpeg(40, 30)));
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      for (Path file : files) {
        reader.read(file, FULL, _ -> {});
      }
      Map<String, Long> taken = bench.ledger.snapshot();
      for (int round = 0; round < 10; round++) {
        for (Path file : files) {
          reader.read(file, FULL, _ -> {});
        }
      }
      assertThat(bench.ledger.snapshot()).isEqualTo(taken);
    }
  }

  /// What the caller queued may still read the picture before.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePictureBeforeStaysUntilItsWorkIsDone(boolean hardware) throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    Path first = file("first.jpg", Specimens.jpeg(64, 48));
    Path second = file("second.jpg", Specimens.written(Specimens.noise(64, 48, 7), "jpg"));
    Path third = file("third.png", Specimens.written(Specimens.noise(64, 48, 8), "png"));
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs);
        var kept = device.allocatePinned(3 * 64 * 48 * 3)) {
      List<byte[]> alone = new ArrayList<>();
      for (Path path : List.of(first, second, third)) {
        alone.add(GpuBench.upright(stream, reader.read(path, FULL, _ -> {}).picture()));
      }
      long at = 0;
      for (Path path : List.of(first, second, third)) {
        DevicePicture there = reader.read(path, FULL, _ -> {}).picture();
        stream.copyToHost(there.buffer(), there.offset(), kept, at, there.bytes());
        at += there.bytes();
      }
      stream.synchronise();
      for (int i = 0; i < 3; i++) {
        assertThat(kept.memory().asSlice(i * 9216L, 9216).toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(alone.get(i));
      }
    }
  }

  @Test
  void closingTwiceIsFineAndReadingAfterwardsIsNot() throws Exception {
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device);
        CudaStream stream = device.newStream()) {
      DevicePictureReader reader = bench.reader(stream, jpegs);
      Path file = file("picture.jpg", Specimens.jpeg(48, 32));
      reader.read(file, FULL, _ -> {});
      reader.close();
      reader.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> reader.read(file, FULL, _ -> {}))
          .withMessage("the picture reader is closed");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 32", "true, 1", "true, 0", "false, 32"})
  void workersAtTheSameTimeReadWhatOneReads(boolean hardware, int enough) throws Exception {
    bench.gpu.hardwareJpegs(hardware);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(file(i + ".jpg", Specimens.written(Specimens.noise(70 + i, 50, i), "jpg")));
    }
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device, 3, enough);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(() -> readAll(files, device, jpegs));
      }
      int byNvJpeg = 0;
      for (Future<Integer> worker : threads.invokeAll(workers)) {
        byNvJpeg += worker.get();
      }
      if (enough == 0) {
        assertThat(byNvJpeg).isZero();
      } else if (enough == 32) {
        assertThat(byNvJpeg).isEqualTo(4 * 5);
      }
    }
  }

  @Test
  void withoutLibjpegTurboTheGpusDecoderIsWaitedFor() throws Exception {
    CudaDevice device = bench.device();
    try (GpuJpegs jpegs = bench.jpegs(device, 3, 0);
        CudaStream stream = device.newStream();
        DevicePictureReader reader =
            new DevicePictureReader(
                device,
                stream,
                Optional.of(jpegs),
                Optional.empty(),
                PictureReader.DEFAULT_MAX_PIXELS,
                bench.ledger)) {
      bench.assertSame(reader, stream, file("picture.jpg", Specimens.jpeg(48, 32)), FULL);
      assertThat(reader.read(folder.resolve("picture.jpg"), FULL, _ -> {}).decoder())
          .isEqualTo("nvJPEG");
    }
  }

  /// @return how many nvJPEG decoded
  private int readAll(List<Path> files, CudaDevice device, GpuJpegs jpegs) throws Exception {
    int byNvJpeg = 0;
    try (CudaStream stream = device.newStream();
        DevicePictureReader reader = bench.reader(stream, jpegs)) {
      for (Path file : files) {
        bench.assertSame(reader, stream, file, FULL);
        DeviceRead read = reader.read(file, FULL, _ -> {});
        if (read.decoder().equals("nvJPEG")) {
          byNvJpeg++;
        } else {
          assertThat(read.decoder()).isEqualTo("libjpeg-turbo");
          assertThat(read.refusal()).as("it had enough to do").isEmpty();
        }
      }
    }
    return byNvJpeg;
  }

  @Test
  void aGpuWithoutRoomIsNoFaultOfThePicture() throws Exception {
    byte[] jpeg = Specimens.jpeg(1200, 900);
    List<Path> files =
        List.of(
            file("whole.jpg", jpeg),
            file("cut.jpg", Arrays.copyOf(jpeg, jpeg.length - 2)),
            file("x.png", Specimens.written(Specimens.noise(600, 400, 1), "png")));
    bench.gpu.memory(128L << 20);
    CudaDevice device = bench.device();
    for (Path file : files) {
      try (GpuJpegs jpegs = bench.jpegs(device);
          CudaStream stream = device.newStream();
          DevicePictureReader reader = bench.reader(stream, jpegs)) {
        CudaException failure;
        try (DeviceBuffer all = device.allocate(device.memory().free() - 1000)) {
          assertThat(all.bytes()).isPositive();
          failure =
              catchThrowableOfType(CudaException.class, () -> reader.read(file, FULL, _ -> {}));
        }
        assertThat(failure.isOutOfMemory()).as(file.toString()).isTrue();
        bench.assertSame(reader, stream, file, FULL);
      }
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
