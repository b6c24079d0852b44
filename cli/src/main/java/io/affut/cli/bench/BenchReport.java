package io.affut.cli.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.engine.pipeline.LayerTime;
import io.affut.engine.pipeline.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// A measurement for people and for programs.
///
/// @param program the program and its version
/// @param time when it was measured, in ISO 8601
/// @param machine what it was measured on, by name
/// @param engine what was measured, by name
/// @param files how many different pictures there were
/// @param layers of the network, if they were asked for
public record BenchReport(
    String program,
    String time,
    Map<String, String> machine,
    Map<String, String> engine,
    int files,
    Measurement measured,
    List<LayerTime> layers) {
  private static final int MOST_LAYERS = 20;
  private static final double MIB = 1 << 20;

  /// As lines of text.
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    machine.forEach((name, value) -> lines.add(row(name, value)));
    engine.forEach((name, value) -> lines.add(row(name, value)));
    Percentiles latency = measured.latency();
    Usage used = measured.used();
    lines.add("");
    lines.add(
        row(
            "pictures",
            "%d of %d files in %.1f s, %d failed: %.2f a second",
            measured.done() + measured.failed(),
            files,
            used.nanoseconds() / 1e9,
            measured.failed(),
            measured.perSecond()));
    lines.add(
        row(
            "latency",
            "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, from its reading to its boxes",
            latency.milliseconds(50),
            latency.milliseconds(90),
            latency.milliseconds(99)));
    lines.add(
        row(
            "processors",
            "%.2f busy, %.1f ms a picture",
            measured.busy(),
            used.cpu() / 1e6 / measured.done()));
    lines.add(
        row(
            "Java heap",
            "%.1f KiB allocated a picture, %d collections in %d ms",
            measured.allocated() / 1024,
            used.collections(),
            used.collecting()));
    ResidentMemory memory = measured.memory();
    lines.add(
        row("memory", "%s now, %s at most", mebibytes(memory.now()), mebibytes(memory.peak())));
    lines.add("");
    stages(lines);
    if (!layers.isEmpty()) {
      lines.add("");
      layers(lines);
    }
    return lines;
  }

  private void stages(List<String> lines) {
    Map<Stage, Percentiles> stages = measured.stages();
    Map<Stage, Double> cpu = measured.cpu();
    lines.add("ms a picture       mean       p50       p99       CPU");
    for (Stage stage : Measurement.TO_BOXES) {
      Percentiles wall = stages.get(stage);
      lines.add(
          format(
              "%-13s %9.2f %9.2f %9.2f %9.2f",
              stage.word(),
              wall.mean(),
              wall.milliseconds(50),
              wall.milliseconds(99),
              cpu.get(stage)));
    }
    lines.add(format("%-13s %9.2f", "waiting", measured.waiting()));
  }

  private void layers(List<String> lines) {
    double all = layers.stream().mapToDouble(LayerTime::milliseconds).sum();
    lines.add("     ms  share  operation and implementation, layer");
    slowestFirst().stream()
        .limit(MOST_LAYERS)
        .forEach(layer ->
            lines.add(
                format(
                    "%7.3f %5.1f%%  %s %s, %s",
                    layer.milliseconds(),
                    share(layer, all),
                    layer.type(),
                    layer.execution(),
                    layer.name())));
    lines.add(format("%7.3f 100.0%%  all %d layers", all, layers.size()));
  }

  private List<LayerTime> slowestFirst() {
    return layers.stream()
        .sorted(Comparator.comparingDouble(LayerTime::milliseconds).reversed())
        .toList();
  }

  private static double share(LayerTime layer, double all) {
    return all > 0 ? 100 * layer.milliseconds() / all : 0;
  }

  /// Writes it as one JSON object; times in milliseconds, memory in bytes.
  public void write(Path file) throws IOException {
    JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json());
  }

  /// As one JSON object.
  ObjectNode json() {
    Usage used = measured.used();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("program", program);
    root.put("time", time);
    ObjectNode machineNode = root.putObject("machine");
    machine.forEach(machineNode::put);
    ObjectNode engineNode = root.putObject("engine");
    engine.forEach(engineNode::put);
    root.put("files", files);
    root.put("pictures", measured.done());
    root.put("failed", measured.failed());
    root.put("seconds", used.nanoseconds() / 1e9);
    root.put("pictures_per_second", measured.perSecond());
    percentiles(root.putObject("latency_ms"), measured.latency());
    ObjectNode stagesNode = root.putObject("stages");
    Map<Stage, Double> cpu = measured.cpu();
    measured
        .stages()
        .forEach((stage, wall) -> {
          ObjectNode node = stagesNode.putObject(stage.word());
          percentiles(node.putObject("wall_ms"), wall);
          node.put("cpu_ms", cpu.get(stage));
        });
    root.put("waiting_ms", measured.waiting());
    root.put("processors_busy", measured.busy());
    root.put("cpu_ms_per_picture", used.cpu() / 1e6 / measured.done());
    root.put("allocated_bytes_per_picture", measured.allocated());
    root.put("collections", used.collections());
    root.put("collections_ms", used.collecting());
    measured.memory().now().ifPresent(bytes -> root.put("rss_bytes", bytes));
    measured.memory().peak().ifPresent(bytes -> root.put("peak_rss_bytes", bytes));
    if (!layers.isEmpty()) {
      double all = layers.stream().mapToDouble(LayerTime::milliseconds).sum();
      ArrayNode array = root.putArray("layers");
      for (LayerTime layer : slowestFirst()) {
        array
            .addObject()
            .put("name", layer.name())
            .put("type", layer.type())
            .put("execution", layer.execution())
            .put("ms", layer.milliseconds())
            .put("share_percent", share(layer, all));
      }
    }
    return root;
  }

  private static void percentiles(ObjectNode node, Percentiles times) {
    node.put("mean", times.mean());
    node.put("p50", times.milliseconds(50));
    node.put("p90", times.milliseconds(90));
    node.put("p99", times.milliseconds(99));
    node.put("max", times.milliseconds(100));
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? format("%.0f MiB", bytes.getAsLong() / MIB) : "unknown";
  }

  private static String row(String name, String text, Object... values) {
    return format("%-13s ", name) + format(text, values);
  }

  private static String row(String name, String value) {
    return format("%-13s %s", name, value);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
