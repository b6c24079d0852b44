package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.testing.Fixtures;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `affut run` over videos, in this process.
class VideoRunTest {
  @TempDir Path temporary;
  private Path folder;
  private Path results;

  @BeforeAll
  static void needsTheDefaultModel() {
    InProcess.installed();
  }

  @BeforeEach
  void openFolder() throws Exception {
    folder = temporary.toRealPath();
    results = folder.resolve("results.json");
  }

  private Ended run(Object... arguments) {
    return new InProcess(folder).run(arguments);
  }

  /// Twenty frames: blank, but for cattle in the frames from `from` to 14.
  private Path clip(String name, int from) throws Exception {
    return PhotoClips.write(
        folder.resolve(name),
        IntStream.range(0, 20)
            .mapToObj(i -> i >= from && i < 15 ? "domestic_cattle" : "blank")
            .toArray(String[]::new));
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.avi", "clip.MOV", "clip.mkv"})
  void theAnimalOfAVideoIsFoundInTheFramesThatShowIt(String name) throws Exception {
    clip(name, 10);

    Ended run = run("run", folder, "-o", results).with(0);

    assertThat(run.summary("pictures")).isEqualTo(1);
    assertThat(run.summary("animals")).isEqualTo(1);
    Results found = Results.read(results);
    assertThat(found.run("frames")).isEqualTo("deepfaune");
    JsonNode video = found.picture(name);
    assertThat(video.path("frame_rate").asDouble()).isEqualTo(10);
    assertThat(video.path("width").asInt()).isEqualTo(PhotoClips.WIDTH);
    assertThat(video.path("height").asInt()).isEqualTo(PhotoClips.HEIGHT);
    assertThat(video.path("affut").path("decoder").asText()).startsWith("FFmpeg ");
    // 7 * int(20 / 7) = 14, and no frame lies int((20 - 14) / 4) = 1 apart behind 18.
    assertThat(numbers(video.path("frames_processed")))
        .containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 15, 16, 17, 18);
    List<Integer> frames = new ArrayList<>();
    for (JsonNode detection : video.path("detections")) {
      frames.add(detection.path("frame_number").asInt());
    }
    assertThat(frames).contains(10, 12, 14).allMatch(frame -> frame >= 10 && frame < 15);
    assertThat(found.first(name)).isEqualTo("animal");
    assertThat(Results.journal(results)).hasSize(2);
  }

  @Test
  void aDateThatTheVideoTellsIsTold() throws Exception {
    clip("clip.mov", 0);
    run("run", folder, "-o", results).with(0);
    assertThat(Results.read(results).picture("clip.mov").path("datetime").asText())
        .isEqualTo("2024-05-01 12:34:56");
  }

  @Test
  void soManyFramesASecondAreLookedAtWhereThatIsWanted() throws Exception {
    clip("clip.avi", 0);
    run("run", folder, "-o", results, "--fps", "2").with(0);
    Results found = Results.read(results);
    assertThat(numbers(found.picture("clip.avi").path("frames_processed")))
        .containsExactly(0, 5, 10, 15);
    assertThat(found.run("frames")).isEqualTo("fps=2.0");
  }

  @Test
  void picturesAndVideosOfAFolderAreDoneInOneRun() throws Exception {
    clip("b.avi", 0);
    Files.copy(Fixtures.at("photos/human.jpg"), folder.resolve("a.jpg"));
    Files.writeString(folder.resolve("c.mp4"), "These are words.");

    Ended run = run("run", folder, "-o", results, "--fps", "1").with(1);

    Results found = Results.read(results);
    assertThat(found.files()).containsExactly("a.jpg", "b.avi", "c.mp4");
    assertThat(found.first("a.jpg")).isEqualTo("person");
    assertThat(found.first("b.avi")).isEqualTo("animal");
    assertThat(found.failure("c.mp4")).isEqualTo("is a text file, not a video");
    assertThat(run.summary("failed")).isEqualTo(1);
  }

  @Test
  void aCutVideoIsLookedAtAsFarAsItGoesAndMarked() throws Exception {
    Path clip = clip("clip.avi", 0);
    try (FileChannel file = FileChannel.open(clip, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }

    Ended run = run("run", folder, "-o", results).with(0);

    assertThat(run.summary("damaged")).isEqualTo(1);
    JsonNode video = Results.read(results).picture("clip.avi");
    assertThat(video.path("affut").path("damaged").asText())
        .matches("the file ends after \\d+ of 20 frames");
    assertThat(numbers(video.path("frames_processed"))).startsWith(0, 2, 4).hasSizeLessThan(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "NaN", "5000", "many"})
  void otherRatesAreWrongUsage(String rate) throws Exception {
    clip("clip.avi", 20);
    Ended run = run("run", folder, "-o", results, "--fps", rate).with(2);
    assertThat(run.err()).contains("--fps");
    assertThat(Stream.of(results)).noneMatch(Files::exists);
  }
}
