package io.affut.cli;

import io.affut.engine.results.RunInfo;
import io.affut.engine.species.LabelledRun;
import java.util.Map;

/// Results of a run that did not come to its end, because it was interrupted, or because of a crash
/// or a full disk. What is made of them has to say so: else half a card passes for a whole one.
final class CutOffRun {
  private CutOffRun() {}

  /// Notes how many pictures a run begins with.
  static void note(int pictures, Map<String, String> settings) {
    settings.put(RunInfo.PICTURES_FOUND, Integer.toString(pictures));
  }

  /// Says how many of those pictures `run` has, if not all.
  static void warn(LabelledRun run, Messages messages) {
    String found = run.run().settings().getOrDefault(RunInfo.PICTURES_FOUND, "");
    if (found.matches("[0-9]{1,18}") && Long.parseLong(found) > run.size()) {
      messages.warn(
          "The run did not come to its end: these are %d of its %s pictures."
              .formatted(run.size(), found));
    }
  }
}
