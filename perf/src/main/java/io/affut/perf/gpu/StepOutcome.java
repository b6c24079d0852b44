package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// What became of a step.
///
/// @param name of the step, such as `compare-png-f16`
/// @param status it ended with; nothing when it was not run
/// @param seconds that it took
/// @param found what it wrote, or a missing node
record StepOutcome(String name, OptionalInt status, int seconds, JsonNode found) {

  /// Reads `NAME.status`, the exit status and the seconds, and `NAME.json` in a folder.
  static StepOutcome in(Path folder, String name) throws IOException {
    Path status = folder.resolve(name + ".status");
    if (!Files.exists(status)) {
      return new StepOutcome(name, OptionalInt.empty(), 0, MissingNode.getInstance());
    }
    String[] words = Files.readString(status).strip().split(" ");
    Path json = folder.resolve(name + ".json");
    return new StepOutcome(
        name,
        OptionalInt.of(Integer.parseInt(words[0])),
        Integer.parseInt(words[1]),
        Files.exists(json)
            ? new JsonMapper().readTree(Files.readString(json))
            : MissingNode.getInstance());
  }

  /// Whether it ran and all was as it should be.
  boolean passed() {
    return status.isPresent() && status.getAsInt() == 0;
  }

  /// In a word, and why.
  String word() {
    if (status.isEmpty()) {
      return "not run";
    }
    String why = found.path("error").asText("").lines().findFirst().orElse("");
    return switch (status.getAsInt()) {
      case 0 -> "passed";
      case 1 -> "**failed**";
      case 3 -> "not run: " + (why.isEmpty() ? "what it needs is not there" : why);
      case 5 -> "**no device**: " + why;
      case 124, 137 -> "**ended after its time**";
      case 134, 139 -> "**the process was ended by a signal**";
      default -> "**broke off** (" + status.getAsInt() + ") " + why;
    };
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
