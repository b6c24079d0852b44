package io.affut.preprocessing.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.Orientation;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.testing.TestClip;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoReaderTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final FrameChoice DEEPFAUNE = new FrameChoice.DeepFaune();
  private static final FrameChoice EVERY = new FrameChoice.PerSecond(1000);

  private final NativeLedger ledger = new NativeLedger();
  private final NativeLibraries libraries = NativeLibraries.ofEnvironment(_ -> {});
  private final VideoLibrary library = new VideoLibrary(libraries, ledger);
  private VideoReader reader;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    library.get();
    reader = new VideoReader(library, 1_000_000, ledger);
  }

  @AfterEach
  void nothingNativeIsLeft() {
    reader.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  /// What was read of a video.
  private record Seen(List<Integer> numbers, List<Integer> shown, Optional<String> damage) {}

  private Seen see(Path path, FrameChoice choice) throws UnreadablePictureException {
    List<Integer> numbers = new ArrayList<>();
    List<Integer> shown = new ArrayList<>();
    try (Video video = reader.open(path, choice)) {
      for (Optional<Frame> next; (next = video.next()).isPresent(); ) {
        Picture picture = next.get().picture();
        numbers.add(next.get().number());
        byte[] rgb = picture.pixels().toArray(ValueLayout.JAVA_BYTE);
        shown.add(TestClip.number(rgb, picture.width(), picture.height()));
      }
      return new Seen(numbers, shown, video.damage());
    }
  }

  private Path write(TestClip clip, String name, int frames) {
    Path file = folder.resolve(name);
    clip.write(file, TestClip.numbered(WIDTH, HEIGHT, frames));
    return file;
  }

  private static TestClip clip(String codec) {
    return TestClip.of(codec, WIDTH, HEIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.avi", "a.mp4", "a.mov", "a.m4v", "a.mkv", "a.mpg", "A.MPEG"})
  void theTwelveFramesOfDeepFauneAreReadOfEveryFormat(String name) throws Exception {
    String codec = name.matches(".*(mpg|MPEG)") ? "mpeg2video" : "mpeg4";

    Seen seen = see(write(clip(codec), name, 40), DEEPFAUNE);

    assertThat(seen.numbers()).containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 36, 37, 38, 39);
    assertThat(seen.shown()).isEqualTo(seen.numbers());
    assertThat(seen.damage()).isEmpty();
  }

  @Test
  void aVideoTellsItsSizeRateDateAndDecoder() throws Exception {
    Path file = write(clip("mpeg4").rate(25).created("2024-05-01T12:34:56Z"), "clip.mp4", 5);

    try (Video video = reader.open(file, DEEPFAUNE)) {
      assertThat(video.width()).isEqualTo(WIDTH);
      assertThat(video.height()).isEqualTo(HEIGHT);
      assertThat(video.frameRate()).isEqualTo(25);
      assertThat(video.decoder()).matches("FFmpeg \\d+\\.\\d.*");
      assertThat(video.date().orElseThrow().raw()).isEqualTo("2024-05-01 12:34:56");
      assertThat(video.date().orElseThrow().local())
          .isEqualTo(LocalDateTime.of(2024, 5, 1, 12, 34, 56));
      Frame frame = video.next().orElseThrow();
      assertThat(frame.picture().format()).isEqualTo("MP4");
      assertThat(frame.picture().date()).isEqualTo(video.date());
      assertThat(video.next().orElseThrow().seconds()).isEqualTo(0.04, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "90, QUARTER_TURN, 48, 64",
    "180, HALF_TURN, 64, 48",
    "270, THREE_QUARTER_TURN, 48, 64"
  })
  void framesStandUprightByTheDisplayMatrix(
      int clockwise, Orientation orientation, int width, int height) throws Exception {
    // Red above, blue below, as stored.
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      rgb[3 * i + (i < WIDTH * HEIGHT / 2 ? 0 : 2)] = (byte) 220;
    }
    Path file = folder.resolve("clip.mov");
    clip("mjpeg").turned(clockwise).write(file, List.of(rgb));

    try (Video video = reader.open(file, EVERY)) {
      Picture picture = video.next().orElseThrow().picture();

      assertThat(picture.orientation()).isEqualTo(orientation);
      assertThat(List.of(picture.width(), picture.height())).containsExactly(width, height);
      assertThat(List.of(video.width(), video.height())).containsExactly(width, height);
      String edges =
          colour(picture, width / 2, 2)
              + colour(picture, width - 3, height / 2)
              + colour(picture, width / 2, height - 3)
              + colour(picture, 2, height / 2);
      // Clockwise from the top; the edges in between are both colours and do not matter.
      switch (clockwise) {
        case 90 -> assertThat(edges).matches(".R.B");
        case 180 -> assertThat(edges).matches("B.R.");
        default -> assertThat(edges).matches(".B.R");
      }
    }
  }

  private static String colour(Picture picture, int x, int y) {
    long at = 3L * (y * picture.width() + x);
    int red = picture.pixels().get(ValueLayout.JAVA_BYTE, at) & 255;
    int blue = picture.pixels().get(ValueLayout.JAVA_BYTE, at + 2) & 255;
    return red > blue ? "R" : "B";
  }

  @Test
  void framesOfAVariableRateAreChosenByTheTimeWhenTheyAreShown() throws Exception {
    Path file = write(clip("mpeg4").shownAt(0, 400, 1600, 1700, 5000, 5100, 7000), "a.mkv", 7);

    Seen seen = see(file, new FrameChoice.PerSecond(1));

    assertThat(seen.numbers()).containsExactly(0, 1, 3, 4, 5, 6);
    assertThat(seen.shown()).isEqualTo(seen.numbers());
  }

  @Test
  void oneReaderReadsVideosOfManySizes() throws Exception {
    for (int factor : new int[] {1, 3, 2}) {
      int width = factor * WIDTH;
      int height = factor * HEIGHT;
      Path file = folder.resolve(factor + ".avi");
      TestClip.of("mjpeg", width, height).write(file, TestClip.numbered(width, height, 10));
      assertThat(see(file, EVERY).shown())
          .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    }
  }

  @Test
  void ofACutVideoTheFramesBeforeTheCutAreReadAndTheDamageIsTold() throws Exception {
    Path file = write(clip("mjpeg"), "clip.avi", 200);
    cut(file, Files.size(file) / 2);

    Seen seen = see(file, DEEPFAUNE);

    assertThat(seen.numbers()).startsWith(0, 10, 20, 30, 40, 50, 60, 70).hasSizeLessThan(12);
    assertThat(seen.shown()).isEqualTo(seen.numbers());
    assertThat(seen.damage().orElseThrow()).matches("the file ends after \\d+ of 200 frames");
  }

  @Test
  void aCutMatroskaTellsHowMuchOfItIsThere() throws Exception {
    Path file = write(clip("mjpeg"), "clip.mkv", 200);
    cut(file, Files.size(file) / 2);

    Seen seen = see(file, DEEPFAUNE);

    assertThat(seen.shown()).isEqualTo(seen.numbers()).isNotEmpty();
    assertThat(seen.damage().orElseThrow()).matches("the file ends after 3\\.\\d of 6\\.\\d s.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.avi", "clip.mp4", "clip.mkv", "clip.mpg"})
  void aVideoOfWhichNothingIsLeftIsAFailureAndNeverEmpty(String name) throws Exception {
    String codec = name.endsWith("mpg") ? "mpeg2video" : "mpeg4";
    Path file = write(clip(codec), name, 60);
    cut(file, 40);

    assertThatExceptionOfType(UnreadablePictureException.class)
        .isThrownBy(() -> see(file, DEEPFAUNE))
        .withMessageMatching(
            "(has no frames|cannot be decoded as a video|is damaged|is a video of).*");
  }

  /// An MP4 has its index at its end, which a camera writes last.
  @Test
  void aVideoWithoutItsEndIsSaidToHaveNone() throws Exception {
    Path file = write(clip("mpeg4"), "clip.mp4", 60);
    cut(file, 40);
    assertThat(reason(file))
        .isEqualTo(
            "cannot be decoded as a video: it is damaged, or its end is missing as after a dead battery");
  }

  @Test
  void whatIsNoVideoIsNamedForWhatItIs() throws Exception {
    assertThat(reason(Files.writeString(folder.resolve("a.mp4"), "These are words.")))
        .isEqualTo("is a text file, not a video");
    assertThat(reason(Files.write(folder.resolve("b.mp4"), new byte[600])))
        .startsWith("begins with nothing but zeros");
    assertThat(reason(Files.write(folder.resolve("c.mp4"), new byte[0])))
        .isEqualTo("is empty (0 bytes)");
    assertThat(reason(folder.resolve("none.avi"))).isEqualTo("does not exist (any more)");
    assertThat(reason(Files.createDirectory(folder.resolve("d.avi")))).startsWith("is a folder");
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};
    assertThat(reason(Files.write(folder.resolve("e.avi"), jpeg)))
        .isEqualTo("is a picture (JPEG), not a video: its name ends wrongly");
  }

  @Test
  void framesOfTooManyPixelsAreRefusedBeforeTheyAreDecoded() {
    Path file = write(clip("mjpeg"), "clip.avi", 2);
    try (VideoReader small = new VideoReader(library, 1000, ledger)) {
      assertThatExceptionOfType(UnreadablePictureException.class)
          .isThrownBy(() -> small.open(file, DEEPFAUNE))
          .withMessageContaining("is too large: 64 x 48");
    }
  }

  @Test
  void aClosedReaderIsClosedForGood() {
    reader.close();
    reader.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> reader.open(folder.resolve("a.avi"), DEEPFAUNE));
  }

  @Test
  void onlyTheUsualEndingsAreVideos() {
    assertThat(VideoFormat.isNamed(Path.of("a/IMG_0001.AVI"))).isTrue();
    assertThat(VideoFormat.isNamed(Path.of("a.mkv"))).isTrue();
    assertThat(VideoFormat.isNamed(Path.of("a.mp4.jpg"))).isFalse();
    assertThat(VideoFormat.isNamed(Path.of(".avi"))).isFalse();
    assertThat(VideoFormat.isNamed(Path.of("avi"))).isFalse();
  }

  private String reason(Path file) {
    try {
      see(file, DEEPFAUNE);
      return "none";
    } catch (UnreadablePictureException e) {
      return e.getMessage();
    }
  }

  private static void cut(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }
}
