package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.engine.pipeline.DeviceUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Does one step and writes what it found to the file of the option `out`, as JSON.
///
/// Ends with 0 when all is as it should be, 1 when it is not, 2 when it is called wrongly, 5 when
/// the device is not there, and 70 when the step breaks off; then the file has an `error`.
public final class VerifyStep {
  private static final Map<String, Step> STEPS =
      Map.of(
          "pictures", new PicturesStep(),
          "machine", new MachineStep(),
          "compare", new CompareStep(),
          "soak", new SoakStep(),
          "bench", new BenchStep(),
          "report", new ReportStep());

  private VerifyStep() {}

  /// Does the step that the first argument names.
  public static void main(String... arguments) throws IOException {
    System.exit(run(arguments));
  }

  static int run(String... arguments) throws IOException {
    if (arguments.length == 0 || !STEPS.containsKey(arguments[0])) {
      System.err.println("The step is one of " + STEPS.keySet().stream().sorted().toList() + ".");
      return 2;
    }
    StepOptions options;
    Path out;
    try {
      List<String> words = Arrays.asList(arguments);
      options = StepOptions.of(words.subList(1, words.size()));
      out = options.path("out");
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode answer = mapper.createObjectNode();
    answer.put("step", arguments[0]);
    options.shown().forEach(answer.putObject("asked")::put);
    int status = run(STEPS.get(arguments[0]), options, answer);
    Path part = out.resolveSibling(out.getFileName() + ".part");
    Files.writeString(part, mapper.writeValueAsString(answer) + "\n");
    Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    return status;
  }

  private static int run(Step step, StepOptions options, ObjectNode answer) {
    try {
      return step.run(options, answer) ? 0 : 1;
    } catch (DeviceUnavailableException e) {
      answer.put("error", e.getMessage());
      System.err.println(e.getMessage());
      return 5;
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      answer.put("error", e.toString());
      e.printStackTrace();
      return 70;
    }
  }
}
