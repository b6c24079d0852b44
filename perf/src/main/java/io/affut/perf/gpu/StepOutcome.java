package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What became of a step.
///
/// @param name of the step, such as `compare-png-f16`
/// @param status it ended with; nothing when it was not run
/// @param seconds that it took
/// @param found what it wrote, or a missing node
/// @param last the last line that it printed, or ""
record StepOutcome(String name, OptionalInt status, int seconds, JsonNode found, String last) {
  /// No more of a reason is shown than that.
  private static final int LONGEST = 500;

  /// Reads `NAME.status`, the exit status and the seconds, `NAME.json` and `NAME.log` in a folder.
  static StepOutcome in(Path folder, String name) throws IOException {
    Path status = folder.resolve(name + ".status");
    if (!Files.exists(status)) {
      return new StepOutcome(name, OptionalInt.empty(), 0, MissingNode.getInstance(), "");
    }
    String[] words = Files.readString(status).strip().split(" ");
    Path json = folder.resolve(name + ".json");
    return new StepOutcome(
        name,
        OptionalInt.of(Integer.parseInt(words[0])),
        Integer.parseInt(words[1]),
        Files.exists(json)
            ? new JsonMapper().readTree(Files.readString(json))
            : MissingNode.getInstance(),
        last(folder.resolve(name + ".log")));
  }

  private static String last(Path log) throws IOException {
    return Files.exists(log)
        ? Files.readString(log).lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b)
        : "";
  }

  /// Whether it ran and all was as it should be.
  boolean passed() {
    return status.isPresent() && status.getAsInt() == 0;
  }

  /// In a word.
  String word() {
    if (status.isEmpty()) {
      return "not run";
    }
    return switch (status.getAsInt()) {
      case 0 -> "passed";
      case 1 -> "**failed**";
      case 3 -> "not run";
      case 5 -> "**no device**";
      case 124, 137 -> "**ended after its time**";
      case 134, 139 -> "**the process was ended by a signal**";
      default -> "**broke off** (" + status.getAsInt() + ")";
    };
  }

  /// Why it did not pass, in one line; "" where it did, or was not run, or what it found says so.
  String reason() {
    if (status.isEmpty() || passed()) {
      return "";
    }
    String error =
        found.path("error").asText("").lines().map(String::strip).collect(Collectors.joining(" "));
    String reason = error.isEmpty() && found.isMissingNode() ? last.strip() : error;
    return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "...";
  }

  /// Pictures a second, where it measured that; else 0.
  double speed() {
    return passed() ? found.path("pictures_a_second").asDouble() : 0;
  }

  /// What was asked of it.
  String asked(String name) {
    return found.path("asked").path(name).asText("");
  }
}
