package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes down what the steps of `plan` found, which lies in the folder `steps`: for programs into
/// `out`, for people into `markdown`. It is as it should be when all of them passed. `partial` says
/// how much of a bundle was there.
final class ReportStep implements Step {
  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws IOException {
    Path steps = options.path("steps");
    List<StepOutcome> outcomes = new ArrayList<>();
    for (String name : options.required("plan").split(",")) {
      outcomes.add(StepOutcome.in(steps, name));
    }
    boolean standIn = options.text("stand_in").isPresent();
    answer.remove("asked");
    answer.put("gpu", !standIn);
    options.text("date").ifPresent(date -> answer.put("date", date));
    options.text("partial").ifPresent(partial -> answer.put("partial", partial));
    ObjectNode written = answer.putObject("steps");
    for (StepOutcome outcome : outcomes) {
      ObjectNode one = written.putObject(outcome.name());
      one.put("outcome", outcome.word().replace("*", ""));
      if (!outcome.reason().isEmpty()) {
        one.put("reason", outcome.reason());
      }
      one.put("seconds", outcome.seconds());
      if (!outcome.found().isMissingNode()) {
        one.set("found", outcome.found());
      }
    }
    String text =
        new Report(
                outcomes, options.text("date").orElse("unknown"), standIn, options.text("partial"))
            .text();
    Files.writeString(options.path("markdown"), text);
    return outcomes.stream().allMatch(StepOutcome::passed);
  }
}
