package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the steps found, for people.
///
/// @param outcomes in the order of the plan
/// @param date of the run
/// @param standIn whether there was no GPU, and stand-ins of the libraries instead
/// @param partial how much of the bundle was there, such as `3 of 12 pieces are here`; nothing
///   where it was all of it
record Report(List<StepOutcome> outcomes, String date, boolean standIn, Optional<String> partial) {

  /// The report in Markdown.
  String text() {
    List<String> lines = new ArrayList<>();
    machine(lines);
    lines.add("## Steps");
    lines.add("");
    lines.add("| step | outcome | seconds | why |");
    lines.add("|---|---|---|---|");
    for (StepOutcome outcome : outcomes) {
      lines.add(
          row(
              outcome.name(),
              outcome.word(),
              Integer.toString(outcome.seconds()),
              outcome.reason()));
    }
    comparisons(lines);
    soak(lines);
    speeds(lines);
    return String.join("\n", lines) + "\n";
  }

  private void machine(List<String> lines) {
    JsonNode machine = first("machine");
    String gpus =
        stream(machine.path("gpus"))
            .map(gpu ->
                "%s (compute capability %s, %d multiprocessors, %.0f GiB)"
                    .formatted(
                        gpu.path("name").asText(),
                        gpu.path("compute_capability").asText(),
                        gpu.path("multiprocessors").asInt(),
                        gpu.path("memory").asDouble() / (1 << 30)))
            .collect(Collectors.joining(", "));
    lines.add("# Affût on " + (gpus.isEmpty() ? "an unknown GPU" : gpus));
    lines.add("");
    if (standIn) {
      lines.add(
          "**There was no GPU.** Stand-ins of NVIDIA's libraries ran on the processor: this says"
              + " whether the steps work, and nothing of a GPU.");
      lines.add("");
    }
    lines.add("Written by `perf/gpu/verify` on " + date + ".");
    lines.add("");
    partial.ifPresent(pieces -> {
      lines.add(
          "**This is not all.** Of the bundle "
              + pieces
              + "; steps that need the rest are left out.");
      lines.add("");
    });
    lines.add("| | |");
    lines.add("|---|---|");
    for (String name :
        List.of("processor", "cores", "memory", "system", "driver", "cuda", "java", "commit")) {
      if (machine.has(name)) {
        lines.add(row(name, machine.path(name).asText()));
      }
    }
    machine
        .path("libraries")
        .properties()
        .forEach(entry -> lines.add(row(entry.getKey(), entry.getValue().asText())));
    lines.add("");
  }

  private void comparisons(List<String> lines) {
    lines.add("");
    lines.add("## Beside the processor");
    lines.add("");
    lines.add(
        "Edges in pixels of the network's input, at most 1; confidences within the tolerance; the"
            + " same most likely class. PNG files are the same pixels on both sides; of JPEG files"
            + " the decoder may be another.");
    lines.add("");
    lines.add(
        "| step | precision | decoders | boxes | edges off | confidence off (allowed) | without"
            + " partner | classified | other class | logits off | outcome |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
    for (StepOutcome outcome : of("compare")) {
      JsonNode found = outcome.found();
      lines.add(
          row(
              outcome.name(),
              found.path("device").path("precision").asText(outcome.asked("precision")),
              stream(found.path("device").path("decoders"))
                  .map(JsonNode::asText)
                  .collect(Collectors.joining(", ")),
              found.path("boxes").asText("-"),
              number(found.path("pixels"), "%.3f"),
              number(found.path("confidence"), "%.5f")
                  + " ("
                  + found.path("tolerance").asText("-")
                  + ")",
              Integer.toString(found.path("unmatched").size()),
              found.path("classified").asText("-"),
              found.path("other_classes").asText("-"),
              number(found.path("logits"), "%.4f"),
              outcome.word()));
    }
  }

  private void soak(List<String> lines) {
    lines.add("");
    lines.add("## Memory in steady work");
    lines.add("");
    lines.add(
        "| step | pictures | pictures a second | GPU first, most, last (MiB) | growth | host first,"
            + " most, last (MiB) | growth | outcome |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (StepOutcome outcome : of("soak")) {
      JsonNode found = outcome.found();
      lines.add(
          row(
              outcome.name(),
              found.path("pictures").asText("-"),
              number(found.path("pictures_a_second"), "%.1f"),
              memory(found.path("gpu")),
              mebibytes(found.path("gpu").path("growth")),
              memory(found.path("host")),
              mebibytes(found.path("host").path("growth")),
              outcome.word()));
    }
  }

  private void speeds(List<String> lines) {
    lines.add("");
    lines.add("## Pictures a second");
    lines.add("");
    lines.add("| step | what | network | precision | batch | pictures a second | outcome |");
    lines.add("|---|---|---|---|---|---|---|");
    for (StepOutcome outcome : of("bench")) {
      boolean network = !what(outcome).equals("decode");
      lines.add(
          row(
              outcome.name(),
              what(outcome),
              network ? outcome.asked("model") : "",
              network ? outcome.found().path("precision").asText(outcome.asked("precision")) : "",
              outcome.asked("batch").isEmpty() && network ? "its own" : outcome.asked("batch"),
              number(outcome.found().path("pictures_a_second"), "%.1f"),
              outcome.word()));
    }
    for (StepOutcome outcome : of("bench")) {
      if (what(outcome).equals("whole")) {
        share(outcome)
            .ifPresent(share -> {
              lines.add("");
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "`%s` is at %.0f %% of the slowest stage alone.",
                      outcome.name(),
                      100 * share));
            });
      }
    }
    for (StepOutcome outcome : outcomes) {
      JsonNode peers = outcome.found().path("peers");
      if (!peers.isEmpty()) {
        lines.add("");
        lines.add("| peer | version | what | precision | batch | pictures a second |");
        lines.add("|---|---|---|---|---|---|");
        stream(peers)
            .forEach(peer ->
                lines.add(
                    row(
                        peer.path("peer").asText(),
                        peer.path("version").asText(),
                        peer.path("what").asText(),
                        peer.path("precision").asText(),
                        peer.path("batch").asText(),
                        peer.has("error")
                            ? "not run: " + peer.path("error").asText()
                            : number(peer.path("pictures_a_second"), "%.1f"))));
      }
    }
  }

  /// The speed of the whole way by that of the slower of decoding and the detector alone.
  OptionalDouble share(StepOutcome whole) {
    double decode = fastest("decode", whole, false);
    double detector = fastest("detector", whole, true);
    if (whole.speed() == 0 || decode == 0 || detector == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(whole.speed() / Math.min(decode, detector));
  }

  private double fastest(String what, StepOutcome whole, boolean sameNetwork) {
    return of("bench").stream()
        .filter(outcome -> what(outcome).equals(what))
        .filter(outcome ->
            !sameNetwork
                || outcome.asked("model").equals(whole.asked("model"))
                    && outcome.asked("precision").equals(whole.asked("precision")))
        .mapToDouble(StepOutcome::speed)
        .max()
        .orElse(0);
  }

  /// `whole`, `decode` or `detector`; by the step's name where it was not run.
  private static String what(StepOutcome outcome) {
    String asked = outcome.asked("what");
    return asked.isEmpty()
        ? Stream.of("decode", "detector")
            .filter(what -> outcome.name().startsWith("bench-" + what))
            .findFirst()
            .orElse("whole")
        : asked;
  }

  private List<StepOutcome> of(String step) {
    return outcomes.stream()
        .filter(outcome -> outcome.name().equals(step) || outcome.name().startsWith(step + "-"))
        .toList();
  }

  private JsonNode first(String step) {
    return of(step).stream()
        .map(StepOutcome::found)
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String memory(JsonNode of) {
    return of.isMissingNode()
        ? "-"
        : mebibytes(of.path("first"))
            + ", "
            + mebibytes(of.path("most"))
            + ", "
            + mebibytes(of.path("last"));
  }

  private static String mebibytes(JsonNode bytes) {
    return bytes.isMissingNode() ? "-" : Long.toString(Math.round(bytes.asDouble() / (1 << 20)));
  }

  private static String number(JsonNode value, String format) {
    return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "-";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells).replace("\n", " ") + " |";
  }
}
