package io.affut.perf.benchmark;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.Core;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.Model;
import io.affut.bindings.openvino.OpenVino;
import io.affut.perf.Installed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a call into C costs with all that the typed layer does around it: asking a request whether
/// it is done, which takes OpenVINO next to nothing. A picture needs some ten calls.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DowncallBenchmark {
  private final NativeLedger ledger = new NativeLedger();
  private OpenVino openVino;
  private Core core;
  private CompiledModel compiled;
  private InferRequest request;

  /// A benchmark that [#prepare] has to make ready.
  public DowncallBenchmark() {}

  /// Makes a request that has run.
  @Setup(Level.Trial)
  public void prepare() {
    openVino = OpenVino.load(Installed.libraries().require(NativeLibrary.OPENVINO).file(), ledger);
    core = openVino.newCore();
    try (Model model = core.read(Installed.defaultModel().network())) {
      compiled = core.compile(model, "CPU", Map.of());
    }
    request = compiled.newRequest();
    request.infer();
  }

  /// Asks.
  ///
  /// @return whether the request is done
  @Benchmark
  public boolean ask() {
    return request.await(Duration.ZERO);
  }

  InferRequest request() {
    return request;
  }

  /// Gives everything back.
  @TearDown(Level.Trial)
  public void close() {
    request.close();
    compiled.close();
    core.close();
    openVino.close();
  }

  NativeLedger ledger() {
    return ledger;
  }
}
