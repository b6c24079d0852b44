package io.affut.bindings.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.GuardPageArena;
import io.affut.testing.TestClip;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoFileTest {
  private static final int WIDTH = 66;
  private static final int HEIGHT = 50;

  private final NativeLedger ledger = new NativeLedger();
  private final Ffmpeg ffmpeg = Ffmpeg.load(NativeLibraries.ofEnvironment(_ -> {}), ledger);
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment rgb = arena.allocate(3L * WIDTH * HEIGHT);

  @TempDir Path folder;

  @AfterEach
  void nothingNativeIsLeft() {
    arena.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mpeg4, clip.mp4, 0", "mpeg4, clip.mp4, 2", "mpeg4, clip.mov, 0", "mpeg4, clip.m4v, 0",
    "mpeg4, clip.mkv, 2", "mpeg4, clip.avi, 0", "mjpeg, clip.avi, 0", "mjpeg, clip.mov, 0",
    "mpeg2video, clip.mpg, 2", "mpeg1video, clip.mpeg, 0", "libopenh264, clip.mp4, 0"
  })
  void everyFrameIsReadByItsNumber(String codec, String name, int bFrames) {
    Path clip = write(TestClip.of(codec, WIDTH, HEIGHT).bFrames(bFrames), name, 40);

    try (VideoFile video = ffmpeg.open(clip)) {
      assertThat(video.frames()).isEqualTo(40);
      assertThat(numbers(video, 0, 1, 2, 10, 11, 12, 13, 30, 38, 39))
          .containsExactly(0, 1, 2, 10, 11, 12, 13, 30, 38, 39);
      assertThat(numbers(video, 25, 3)).as("also backwards").containsExactly(25, 3);
      assertThat(video.seconds(30)).isEqualTo(1, within(1e-3));
      assertThat(video.brokenOff()).isEmpty();
    }
  }

  @Test
  void theHeadersTellWhatTheFileSaysOfItself() {
    TestClip clip = TestClip.of("mpeg4", WIDTH, HEIGHT).rate(25).created("2024-05-01T12:34:56Z");

    try (VideoFile video = ffmpeg.open(write(clip, "clip.mp4", 50))) {
      VideoFacts facts = video.facts();
      assertThat(facts.width()).isEqualTo(WIDTH);
      assertThat(facts.height()).isEqualTo(HEIGHT);
      assertThat(facts.frameRate()).isEqualTo(new FrameRate(25, 1));
      assertThat(facts.seconds()).hasValue(2);
      assertThat(facts.frames()).hasValue(50);
      assertThat(facts.creationDate()).hasValue("2024-05-01T12:34:56.000000Z");
      assertThat(facts.matrix()).isEqualTo(DisplayMatrix.IDENTITY);
      assertThat(facts.codec()).isEqualTo("mpeg4");
      assertThat(facts.format()).contains("mp4");
    }
  }

  @ParameterizedTest
  @CsvSource({"90, 0, 1, -1, 0", "180, -1, 0, 0, -1", "270, 0, -1, 1, 0"})
  void theMatrixTellsHowFramesAreTurned(int clockwise, double xx, double yx, double xy, double yy) {
    TestClip clip = TestClip.of("mpeg4", WIDTH, HEIGHT).turned(clockwise);

    try (VideoFile video = ffmpeg.open(write(clip, "clip.mp4", 2))) {
      assertThat(video.facts().matrix()).isEqualTo(new DisplayMatrix(xx, yx, xy, yy));
    }
  }

  @Test
  void framesOfAVariableRateAreNumberedInTheOrderInWhichTheyAreShown() {
    TestClip clip =
        TestClip.of("mpeg4", WIDTH, HEIGHT).bFrames(2).shownAt(0, 40, 500, 540, 3000, 3010);

    try (VideoFile video = ffmpeg.open(write(clip, "clip.mkv", 6))) {
      assertThat(numbers(video, 0, 1, 2, 3, 4, 5)).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(video.seconds(2)).isEqualTo(0.5, within(1e-3));
      assertThat(video.seconds(4)).isEqualTo(3, within(1e-3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.avi", "clip.mkv", "clip.mpg"})
  void aFileThatIsCutHasTheFramesBeforeTheCut(String name) throws IOException {
    String codec = name.endsWith("mpg") ? "mpeg2video" : "mjpeg";
    Path clip = write(TestClip.of(codec, WIDTH, HEIGHT), name, 120);
    cut(clip, Files.size(clip) / 2);

    try (VideoFile video = ffmpeg.open(clip)) {
      assertThat(video.frames()).isBetween(40, 80);
      assertThat(numbers(video, 0, 30)).containsExactly(0, 30);
    }
  }

  @Test
  void aFileThatShrinksWhileItIsReadLosesFramesAndNothingElse() throws IOException {
    Path clip = write(TestClip.of("mjpeg", WIDTH, HEIGHT), "clip.avi", 200);

    try (VideoFile video = ffmpeg.open(clip)) {
      assertThat(numbers(video, 0)).containsExactly(0);
      cut(clip, Files.size(clip) / 4);
      assertThat(video.read(199, rgb)).isEqualTo(FrameState.MISSING);
      assertThat(numbers(video, 20)).containsExactly(20);
    }
  }

  @Test
  void framesWithWrongBytesAreDamagedOrMissingAndThoseOfOtherKeyFramesAreWhole()
      throws IOException {
    Path file = folder.resolve("clip.mp4");
    TestClip.of("libopenh264", 320, 240).keyEvery(10).write(file, noise(320, 240, 40));
    byte[] bytes = Files.readAllBytes(file);
    byte[] wrong = new byte[2000];
    new Random(2).nextBytes(wrong);
    System.arraycopy(wrong, 0, bytes, bytes.length / 2, wrong.length);
    Files.write(file, bytes);
    MemorySegment target = arena.allocate(3L * 320 * 240);

    try (VideoFile video = ffmpeg.open(file)) {
      List<FrameState> states = new ArrayList<>();
      for (int frame = 0; frame < video.frames(); frame++) {
        states.add(video.read(frame, target));
      }

      assertThat(states).hasSize(40);
      assertThat(states.subList(0, 20)).containsOnly(FrameState.WHOLE);
      assertThat(states.subList(20, 30))
          .as("each needs the first")
          .doesNotContain(FrameState.WHOLE);
      assertThat(states.subList(30, 40)).containsOnly(FrameState.WHOLE);
    }
  }

  private static List<byte[]> noise(int width, int height, int frames) {
    Random random = new Random(1);
    return Stream.generate(
            () -> {
              byte[] rgb = new byte[3 * width * height];
              for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (120 + random.nextInt(10));
              }
              return rgb;
            })
        .limit(frames)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no video", "", "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"})
  void whatIsNoVideoIsRefusedWithFfmpegsOwnWords(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("clip.mp4"), content);

    assertThatExceptionOfType(FfmpegException.class)
        .isThrownBy(() -> ffmpeg.open(file))
        .satisfies(e -> {
          assertThat(e.function()).isEqualTo("avformat_open_input");
          assertThat(e.status()).isNegative();
          assertThat(e.nativeText()).isNotBlank();
        });
  }

  @Test
  void aFileThatIsNotThereIsNamedAsThat() {
    assertThatExceptionOfType(FfmpegException.class)
        .isThrownBy(() -> ffmpeg.open(folder.resolve("none.avi")))
        .withMessageContaining("No such file");
  }

  @Test
  void namesMayHaveAccentsColonsAndBlanks() {
    Path clip = write(TestClip.of("mjpeg", WIDTH, HEIGHT), "plain.avi", 3);
    Path odd = clip.resolveSibling("http: über den Gipfel é.avi");
    assertThat(clip.toFile().renameTo(odd.toFile())).isTrue();

    try (VideoFile video = ffmpeg.open(odd)) {
      assertThat(video.frames()).isEqualTo(3);
    }
  }

  @Test
  void nothingIsWrittenBehindTheEndOfTheTarget() {
    Path clip = write(TestClip.of("mjpeg", WIDTH, HEIGHT), "clip.avi", 1);

    try (var guarded = new GuardPageArena();
        VideoFile video = ffmpeg.open(clip)) {
      MemorySegment target = guarded.allocate(3L * WIDTH * HEIGHT);
      assertThat(video.read(0, target)).isEqualTo(FrameState.WHOLE);
    }
  }

  @Test
  void wrongNumbersAndTargetsAreRefused() {
    Path clip = write(TestClip.of("mjpeg", WIDTH, HEIGHT), "clip.avi", 3);

    try (VideoFile video = ffmpeg.open(clip)) {
      assertThatIllegalArgumentException().isThrownBy(() -> video.read(3, rgb));
      assertThatIllegalArgumentException().isThrownBy(() -> video.read(-1, rgb));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> video.read(0, rgb.asSlice(0, rgb.byteSize() - 1)));
    }
  }

  @Test
  void aClosedVideoIsClosedForGood() {
    Path clip = write(TestClip.of("mjpeg", WIDTH, HEIGHT), "clip.avi", 3);
    VideoFile video = ffmpeg.open(clip);
    video.read(0, rgb);

    video.close();
    video.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> video.read(0, rgb))
        .withMessageContaining("clip.avi is closed");
  }

  @Test
  void theVersionIsKnown() {
    assertThat(ffmpeg.version()).matches("\\d+\\.\\d+(\\.\\d+)?");
  }

  private Path write(TestClip clip, String name, int frames) {
    Path file = folder.resolve(name);
    clip.write(file, TestClip.numbered(WIDTH, HEIGHT, frames));
    return file;
  }

  private List<Integer> numbers(VideoFile video, int... frames) {
    List<Integer> numbers = new ArrayList<>();
    for (int frame : frames) {
      assertThat(video.read(frame, rgb)).as("frame " + frame).isEqualTo(FrameState.WHOLE);
      numbers.add(TestClip.number(rgb.toArray(ValueLayout.JAVA_BYTE), WIDTH, HEIGHT));
    }
    return numbers;
  }

  private static void cut(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }
}
