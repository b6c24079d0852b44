package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.pipeline.Engine;
import java.time.Duration;
import java.util.Optional;

/// Pictures a second over `pictures` on `device`: of the `whole` way from files to boxes, or of
/// `decode` or the `detector` alone, in `precision`. What is in a batch says the device, unless
/// `batch` does.
final class BenchStep implements Step {
  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws Exception {
    Duration warmUp = options.seconds("warm_up", 5);
    Duration length = options.seconds("seconds", 15);
    NativeLedger ledger = new NativeLedger();
    boolean well =
        switch (options.text("what").orElse("whole")) {
          case "whole" -> whole(options, warmUp, length, ledger, answer);
          case "decode" -> decode(options, warmUp, length, ledger, answer);
          case "detector" -> detector(options, warmUp, length, ledger, answer);
          case String other -> throw new IllegalArgumentException("what=" + other + " is unknown");
        };
    answer.put("left_behind", ledger.snapshot().toString());
    return well && ledger.snapshot().isEmpty();
  }

  private static boolean whole(
      StepOptions options, Duration warmUp, Duration length, NativeLedger ledger, ObjectNode answer)
      throws Exception {
    try (Engine engine =
        OpenEngine.on(
            options.required("device"),
            Optional.of(OpenEngine.precision(options)),
            options,
            ledger)) {
      SteadyRun run =
          SteadyRun.of(
              engine, OpenEngine.pictures(options.files("pictures")), warmUp, length, () -> {});
      answer.put("device", engine.facts().device());
      answer.put("precision", engine.facts().precision());
      answer.put("decoder", engine.facts().decoder());
      answer.put("slots", engine.facts().slots());
      answer.put("pictures", run.done());
      answer.put("failed", run.failed());
      run.firstFailure().ifPresent(failure -> answer.put("first_failure", failure));
      answer.put("pictures_a_second", run.perSecond());
      return run.failed() == 0;
    }
  }

  private static boolean decode(
      StepOptions options, Duration warmUp, Duration length, NativeLedger ledger, ObjectNode answer)
      throws Exception {
    try (DecodingAlone decoding = DecodingAlone.on(options, ledger)) {
      answer.put("threads", decoding.threads());
      answer.put(
          "pictures_a_second", decoding.perSecond(options.files("pictures"), warmUp, length));
      decoding.decoders().forEach(answer.putArray("decoders")::add);
      return true;
    }
  }

  private static boolean detector(
      StepOptions options, Duration warmUp, Duration length, NativeLedger ledger, ObjectNode answer)
      throws Exception {
    try (DetectorAlone detector = DetectorAlone.on(options, ledger)) {
      answer.put("device", detector.network().device());
      answer.put("precision", detector.network().precision());
      answer.put("slots", detector.network().slots().size());
      answer.put("pictures_a_second", detector.perSecond(warmUp, length));
      return true;
    }
  }
}
