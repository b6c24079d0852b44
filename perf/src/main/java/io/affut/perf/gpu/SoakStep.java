package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.pipeline.Engine;
import java.util.Optional;

/// Works over `pictures` on `device` for `seconds` and looks each second at the memory of the GPU
/// and of this process: after the first half nothing may grow, and in the end nothing may be left.
final class SoakStep implements Step {
  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws Exception {
    GpuMemory gpus = GpuMemory.here();
    NativeLedger ledger = new NativeLedger();
    MemoryWatch gpu = new MemoryWatch();
    MemoryWatch host = new MemoryWatch();
    SteadyRun run;
    try (Engine engine =
        OpenEngine.on(
            options.required("device"),
            Optional.of(OpenEngine.precision(options)),
            options,
            ledger)) {
      answer.put("device", engine.facts().device());
      run =
          SteadyRun.of(
              engine,
              OpenEngine.pictures(options.files("pictures")),
              options.seconds("warm_up", 5),
              options.seconds("seconds", 300),
              () -> {
                gpu.add(gpus.used());
                host.add(HostMemory.used());
              });
    }
    answer.put("pictures", run.done());
    answer.put("failed", run.failed());
    run.firstFailure().ifPresent(failure -> answer.put("first_failure", failure));
    answer.put("pictures_a_second", run.perSecond());
    write(gpu, answer.putObject("gpu"));
    write(host, answer.putObject("host"));
    answer.put("left_behind", ledger.snapshot().toString());
    return run.failed() == 0 && gpu.isFlat() && host.isFlat() && ledger.snapshot().isEmpty();
  }

  private static void write(MemoryWatch watch, ObjectNode into) {
    into.put("first", watch.first());
    into.put("most", watch.most());
    into.put("last", watch.last());
    into.put("growth", watch.growth());
    into.put("flat", watch.isFlat());
  }
}
