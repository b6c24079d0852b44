package io.affut.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.pipeline.Stage;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceFileTest {
  /// Two pictures whose networks overlap, and a third whose network begins when the first has
  /// ended; not in order.
  private static final List<Slice> SLICES =
      List.of(
          new Slice(Stage.INFER, 0, "main", 5_000, 9_000, 0),
          new Slice(Stage.READ, 0, "decode-0", 1_000, 2_500, 700),
          new Slice(Stage.INFER, 1, "main", 6_000, 12_000, 0),
          new Slice(Stage.INFER, 2, "main", 9_000, 10_000, 0),
          new Slice(Stage.BOXES, 0, "main", 9_500, 9_600, 100));

  private static JsonNode events(List<Slice> slices) throws Exception {
    StringWriter text = new StringWriter();
    new TraceFile(slices, picture -> "é\"" + picture + ".jpg").write(text);
    return new JsonMapper().readTree(text.toString()).path("traceEvents");
  }

  @Test
  void everySliceIsOneCompleteEventInMicroseconds() throws Exception {
    List<JsonNode> slices =
        events(SLICES).valueStream().filter(e -> e.path("ph").asText().equals("X")).toList();
    assertThat(slices).hasSize(SLICES.size());
    JsonNode read = slices.getFirst();
    assertThat(read.path("name").asText()).isEqualTo("read");
    assertThat(read.path("ts").asDouble()).as("from the first").isZero();
    assertThat(read.path("dur").asDouble()).isEqualTo(1.5);
    assertThat(read.path("args").path("file").asText()).isEqualTo("é\"0.jpg");
    assertThat(read.path("args").path("cpu_ms").asDouble()).isEqualTo(0.0007);
    assertThat(slices.get(1).path("ts").asDouble()).isEqualTo(4);
    assertThat(slices).allSatisfy(slice -> assertThat(slice.path("pid").asInt()).isEqualTo(1));
  }

  @Test
  void everyThreadHasARowAndEveryNetworkThatOverlapsAnother() throws Exception {
    JsonNode events = events(SLICES);
    assertThat(
            events
                .valueStream()
                .filter(e -> e.path("ph").asText().equals("M"))
                .map(e -> e.path("args").path("name").asText()))
        .containsExactly("decode-0", "network 1", "network 2", "main");
    assertThat(
            events
                .valueStream()
                .filter(e -> e.path("name").asText().equals("infer"))
                .map(e -> e.path("tid").asInt()))
        .as("rows of the networks of 0, 1, 2")
        .containsExactly(2, 3, 2);
  }

  @Test
  void nothingMeasuredIsAnEmptyTrace() throws Exception {
    assertThat(events(List.of()).isArray()).isTrue();
    assertThat(events(List.of())).isEmpty();
  }
}
