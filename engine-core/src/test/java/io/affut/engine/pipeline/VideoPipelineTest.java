package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.ffmpeg.Ffmpeg;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.VideoFrame;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.preprocessing.video.FrameChoice;
import io.affut.preprocessing.video.VideoLibrary;
import io.affut.preprocessing.video.VideoReader;
import io.affut.testing.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way of videos, with networks that compute nothing: they say how red a frame is.
@Timeout(60)
class VideoPipelineTest {
  /// Frame `n` of every clip is grey, `STEP * n`.
  private static final int STEP = 8;

  private static final int FRAMES = 20;

  /// What a compressed grey may be off by.
  private static final double CODED = 3;

  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final NativeLibraries libraries = NativeLibraries.ofEnvironment(_ -> {});

  @AfterEach
  void noWorkerAndNoMemoryIsLeft() {
    Remains.assertNone(ledger);
  }

  @ParameterizedTest(name = "{0} workers, {1} slots, {2} crops a batch")
  @CsvSource({"1, 1, 0", "2, 1, 0", "3, 2, 0", "1, 1, 1", "2, 1, 3", "3, 2, 8"})
  void everyFrameHasItsOwnBoxesAndItsOwnClass(int workers, int slots, int capacity)
      throws IOException {
    List<PictureFile> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(clip(i + ".avi"));
      files.add(new PictureFile(i + ".bmp", SolidPicture.write(folder.resolve(i + ".bmp"), 257)));
    }

    Map<String, PictureResult> results = run(workers, slots, capacity, files);

    assertThat(results).hasSize(10);
    for (int i = 0; i < 5; i++) {
      assertThat(results.get(i + ".bmp")).isInstanceOf(DetectedPicture.class);
      DetectedVideo video = (DetectedVideo) results.get(i + ".avi");
      assertThat(video.frames().stream().map(VideoFrame::number)).containsExactly(0, 5, 10, 15);
      assertThat(video.frameRate()).isEqualTo(10);
      assertThat(video.decoder()).startsWith("FFmpeg ");
      assertThat(video.damage()).isEmpty();
      for (VideoFrame frame : video.frames()) {
        Detection found = frame.detections().getFirst();
        double red = CheckedSlot.number(found.confidence()) & 255;
        assertThat(red).isCloseTo(STEP * frame.number(), within(CODED));
        assertThat(found.logits().isPresent()).isEqualTo(capacity > 0);
        found
            .logits()
            .ifPresent(logits ->
                assertThat((double) ((int) logits.classes()[0] & 255))
                    .isCloseTo(red, within(CODED)));
      }
    }
  }

  @Test
  void aVideoThatIsNoneFailsWithItsReasonAndTheOthersDoNot() throws IOException {
    Path words = Files.writeString(folder.resolve("b.mp4"), "These are words.");

    Map<String, PictureResult> results =
        run(2, 1, 2, List.of(clip("a.avi"), new PictureFile("b.mp4", words), clip("c.avi")));

    assertThat(results.get("a.avi")).isInstanceOf(DetectedVideo.class);
    assertThat(results.get("b.mp4"))
        .isEqualTo(new FailedPicture("b.mp4", "is a text file, not a video"));
    assertThat(results.get("c.avi")).isInstanceOf(DetectedVideo.class);
  }

  @Test
  void aFrameThatTheClassifierRefusesCostsItsVideoAndNoOther() throws IOException {
    PictureFile bright = clip("bright.avi", 10, 15);
    PictureFile dark = clip("dark.avi", 0, 5);

    Map<String, PictureResult> results =
        run(2, 2, new CheckedCrops(1, 0, number -> (number & 255) > 40), List.of(bright, dark));

    assertThat(results.get("dark.avi")).isInstanceOf(DetectedVideo.class);
    assertThat(((FailedPicture) results.get("bright.avi")).reason()).contains("refused");
  }

  @Test
  void boxesThatAreKnownAreOfPicturesAndAVideoIsNotReadForThem() throws IOException {
    KnownBoxes nothingThere =
        new KnownBoxes() {
          @Override
          public float confidence() {
            return 0.4f;
          }

          @Override
          public Known of(PictureFile picture) {
            return new Found(List.of());
          }
        };

    Map<String, PictureResult> results =
        run(1, new BoxSource.Known<>(nothingThere), null, List.of(clip("a.avi")));

    assertThat(results.get("a.avi"))
        .isEqualTo(
            new FailedPicture("a.avi", "is a video, and boxes can be given for pictures only"));
  }

  private PictureFile clip(String name) {
    return clip(name, 0, FRAMES);
  }

  private PictureFile clip(String name, int from, int to) {
    Ffmpeg.load(libraries, ledger);
    int side = SolidPicture.SIDE;
    List<byte[]> frames =
        IntStream.range(from, to)
            .mapToObj(number -> {
              byte[] rgb = new byte[3 * side * side];
              Arrays.fill(rgb, (byte) (STEP * number));
              return rgb;
            })
            .toList();
    Path file = folder.resolve(name);
    TestClip.of("mjpeg", side, side).rate(10).write(file, frames);
    return new PictureFile(name, file);
  }

  private Map<String, PictureResult> run(
      int workers, int slots, int capacity, List<PictureFile> files) throws IOException {
    return run(
        workers,
        slots,
        capacity == 0 ? null : new CheckedCrops(capacity, 300_000, number -> false),
        files);
  }

  private Map<String, PictureResult> run(
      int workers, int slots, CheckedCrops crops, List<PictureFile> files) throws IOException {
    return run(
        workers,
        new BoxSource.One<>(CheckedDetector.over(CheckedSlot.several(slots, 100_000))),
        crops,
        files);
  }

  private Map<String, PictureResult> run(
      int workers, BoxSource<LoadedDetector> source, CheckedCrops crops, List<PictureFile> files)
      throws IOException {
    VideoLibrary library = new VideoLibrary(libraries, ledger);
    ToldOnce told = new ToldOnce();
    new DetectionPipeline(
            List.of(
                HostLane.of(
                    source,
                    Optional.ofNullable(crops)
                        .map(c ->
                            new Classifier(c, Classification.Which.ALL, ResampleFilter.BICUBIC)),
                    workers,
                    ledger)),
            new DecodeScale.Full(),
            files,
            new VideoSource(
                () -> new VideoReader(library, 1_000_000, ledger), new FrameChoice.PerSecond(2)),
            told,
            () -> false,
            StageObserver.NONE)
        .run();
    return told.byFile();
  }
}
