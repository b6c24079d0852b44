package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut bench`: not how fast it is, but whether what it says can be true.
class BenchTest {
  private static final List<String> STAGES =
      List.of("read", "decode", "letterbox", "infer", "boxes");

  @TempDir private static Path folder;
  private static Ended ended;
  private static JsonNode json;
  private static JsonNode trace;

  @BeforeAll
  static void measureForASecond() throws Exception {
    InProcess.installed();
    ended =
        new InProcess(folder)
            .run(
                "bench",
                Fixtures.at("photos/blank.jpg").getParent(),
                "--seconds",
                1,
                "--warmup",
                1,
                "--layers",
                "--json",
                "bench.json",
                "--trace",
                "trace.json")
            .with(0);
    json = read("bench.json");
    trace = read("trace.json");
  }

  private static JsonNode read(String name) throws Exception {
    return new JsonMapper()
        .readTree(Files.readString(folder.resolve(name), StandardCharsets.UTF_8));
  }

  private static double number(JsonNode node, String... path) {
    for (String name : path) {
      node = node.path(name);
    }
    assertThat(node.isNumber()).as(String.join(".", path)).isTrue();
    return node.asDouble();
  }

  @Test
  void picturesAreCountedForASecond() {
    assertThat(number(json, "files")).isEqualTo(9);
    assertThat(number(json, "pictures")).isPositive();
    assertThat(number(json, "failed")).isZero();
    assertThat(number(json, "seconds")).isBetween(1.0, 60.0);
    assertThat(number(json, "pictures_per_second") * number(json, "seconds"))
        .isCloseTo(number(json, "pictures"), Percentage.withPercentage(0.1));
  }

  @Test
  void percentilesRise() {
    assertRising(json.path("latency_ms"));
    for (String stage : STAGES) {
      assertRising(json.path("stages").path(stage).path("wall_ms"));
    }
  }

  private static void assertRising(JsonNode times) {
    assertThat(number(times, "p50"))
        .isPositive()
        .isLessThanOrEqualTo(number(times, "p90"))
        .isLessThanOrEqualTo(number(times, "p99"));
    assertThat(number(times, "p99")).isLessThanOrEqualTo(number(times, "max"));
    assertThat(number(times, "mean")).isPositive().isLessThanOrEqualTo(number(times, "max"));
  }

  @Test
  void theStagesAndTheWaitingAreTheLatency() {
    double sum = number(json, "waiting_ms");
    assertThat(sum).isGreaterThanOrEqualTo(0);
    for (String stage : STAGES) {
      sum += number(json, "stages", stage, "wall_ms", "mean");
    }
    assertThat(sum).isCloseTo(number(json, "latency_ms", "mean"), Percentage.withPercentage(0.1));
  }

  @Test
  void processorTimeIsSpentInEveryStageAndByNoMoreProcessorsThanThereAre() {
    double sum = 0;
    for (JsonNode stage : json.path("stages")) {
      assertThat(number(stage, "cpu_ms")).isPositive();
      sum += number(stage, "cpu_ms");
    }
    assertThat(sum).isCloseTo(number(json, "cpu_ms_per_picture"), Percentage.withPercentage(1));
    assertThat(number(json, "processors_busy"))
        .isPositive()
        .isLessThanOrEqualTo(1.05 * Runtime.getRuntime().availableProcessors());
    // A thread cannot use more than the time that passed; 1 ms for the clocks' grain.
    for (String stage : List.of("read", "decode", "letterbox", "boxes")) {
      assertThat(number(json, "stages", stage, "cpu_ms"))
          .isLessThanOrEqualTo(number(json, "stages", stage, "wall_ms", "mean") + 1);
    }
  }

  @Test
  void memoryIsMeasured() {
    assertThat(number(json, "allocated_bytes_per_picture")).isBetween(100.0, 50e6);
    assertThat(number(json, "collections")).isGreaterThanOrEqualTo(0);
    assertThat(number(json, "collections_ms")).isGreaterThanOrEqualTo(0);
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(number(json, "rss_bytes"))
          .isBetween(50e6, 20e9)
          .isLessThanOrEqualTo(number(json, "peak_rss_bytes"));
    }
  }

  @Test
  void theMachineAndTheEngineAreDescribed() {
    for (String name : List.of("processor", "processors", "ram", "system", "java")) {
      assertThat(json.path("machine").path(name).asText()).as(name).isNotBlank();
    }
    assertThat(json.path("machine").path("ram").asText()).matches("\\d+\\.\\d GiB");
    assertThat(json.path("engine").path("model").asText()).isEqualTo(Installed.MODEL);
    assertThat(json.path("engine").path("runtime").asText()).startsWith("OpenVINO 202");
    assertThat(json.path("engine").path("precision").asText()).isEqualTo("f32");
    for (String name : List.of("device", "decoder", "decode", "threads", "slots")) {
      assertThat(json.path("engine").path(name).asText()).as(name).isNotBlank();
    }
    assertThat(json.path("program").asText()).startsWith("affut ");
    assertThat(json.path("time").asText()).startsWith("20");
  }

  @Test
  void theLayersAreAllThereTheSlowestFirst() {
    JsonNode layers = json.path("layers");
    assertThat(layers).hasSizeGreaterThan(20);
    double last = Double.MAX_VALUE;
    double share = 0;
    for (JsonNode layer : layers) {
      assertThat(number(layer, "ms")).isBetween(0.0, last);
      last = number(layer, "ms");
      share += number(layer, "share_percent");
      assertThat(layer.path("name").asText()).isNotBlank();
      assertThat(layer.path("type").asText()).isNotBlank();
      assertThat(layer.path("execution").asText()).isNotBlank();
    }
    assertThat(share).isBetween(99.9, 100.1);
    assertThat(ended.out()).contains("Convolution", "all " + layers.size() + " layers");
  }

  @Test
  void theTraceHasEveryStageOfEveryPictureAndNoTwoAtOnceInARow() {
    Map<String, Integer> counts = new HashMap<>();
    Map<Integer, Double> ends = new HashMap<>();
    Set<String> files = new HashSet<>();
    for (JsonNode event : trace.path("traceEvents")) {
      if (event.path("ph").asText().equals("X")) {
        counts.merge(event.path("name").asText(), 1, Integer::sum);
        files.add(event.path("args").path("file").asText());
        double begin = number(event, "ts");
        // 1 ns for the rounding of sums.
        assertThat(begin)
            .isGreaterThanOrEqualTo(ends.getOrDefault(event.path("tid").asInt(), 0.0) - 1e-3);
        ends.put(event.path("tid").asInt(), begin + number(event, "dur"));
      }
    }
    assertThat(counts.keySet())
        .containsExactlyInAnyOrder("read", "decode", "letterbox", "infer", "boxes", "write");
    assertThat(counts.values()).containsOnly(json.path("pictures").asInt());
    assertThat(files)
        .isSubsetOf(Set.of(Fixtures.at("photos/blank.jpg").getParent().toFile().list()));
  }

  @Test
  void theTableSaysTheSame() {
    assertThat(ended.out())
        .contains("a second", "p50", "p99", "allocated a picture", "waiting")
        .contains(STAGES)
        .contains("%.2f a second".formatted(number(json, "pictures_per_second")));
  }

  @Test
  void oneByOneNoPictureBeginsBeforeTheLastIsDone() throws Exception {
    new InProcess(folder)
        .run(
            "bench",
            Fixtures.at("photos/blank.jpg").getParent(),
            "--one-by-one",
            "--seconds",
            1,
            "--warmup",
            0,
            "--json",
            "single.json",
            "--trace",
            "single-trace.json")
        .with(0);
    assertThat(read("single.json").path("engine").path("pictures").asText())
        .isEqualTo("one by one");
    List<JsonNode> slices = new ArrayList<>();
    for (JsonNode event : read("single-trace.json").path("traceEvents")) {
      // A picture is done when its result is being written, so the next may begin meanwhile.
      if (event.path("ph").asText().equals("X") && !event.path("name").asText().equals("write")) {
        slices.add(event);
      }
    }
    slices.sort(Comparator.comparingDouble(slice -> number(slice, "ts")));
    assertThat(slices).hasSizeGreaterThanOrEqualTo(2 * STAGES.size());
    for (int i = 1; i < slices.size(); i++) {
      JsonNode before = slices.get(i - 1);
      // 1 ns for the rounding of sums.
      assertThat(number(slices.get(i), "ts"))
          .isGreaterThanOrEqualTo(number(before, "ts") + number(before, "dur") - 1e-3);
    }
  }

  @Test
  void picturesThatCannotBeReadMakeNoMeasurement() throws Exception {
    Files.writeString(folder.resolve("text.jpg"), "no picture");
    Ended failed =
        new InProcess(folder).run("bench", "text.jpg", "--seconds", 1, "--warmup", 0).with(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("None of the pictures could be looked at");
  }

  @Test
  void aMeasurementThatCannotBeWrittenIsSaid() {
    Ended failed =
        new InProcess(folder)
            .run(
                "bench",
                Fixtures.at("photos/blank.jpg"),
                "--seconds",
                1,
                "--warmup",
                0,
                "--json",
                "no/such/folder.json")
            .with(6);
    assertThat(failed.err()).contains("The measurement cannot be written");
  }

  @Test
  void videosAreNotMeasured() throws Exception {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Files.writeString(videos.resolve("a.avi"), "not looked at");
    assertThat(new InProcess(folder).run("bench", videos).with(2).sentence())
        .isEqualTo("affut: There are only videos, and what is measured are pictures.");
    Files.copy(Fixtures.at("photos/blank.jpg"), videos.resolve("b.jpg"));
    assertThat(
            new InProcess(folder).run("bench", videos, "--seconds", 1, "--warmup", 0).with(0).out())
        .contains("of 1 files", "0 failed");
  }
}
