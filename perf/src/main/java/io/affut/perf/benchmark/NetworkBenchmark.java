package io.affut.perf.benchmark;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.backend.Slot;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.perf.Installed;
import java.lang.foreign.MemorySegment;
import java.util.List;
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

/// One picture through the default network on all processors: the time that no work of ours around
/// it can save.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class NetworkBenchmark {
  private final NativeLedger ledger = new NativeLedger();
  private OpenVinoBackend backend;
  private Network network;
  private Slot slot;

  /// A benchmark that [#prepare] has to make ready.
  public NetworkBenchmark() {}

  /// Loads the network.
  @Setup(Level.Trial)
  public void prepare() {
    Model<DetectorManifest> model = Installed.defaultModel();
    int size = model.manifest().input().letterbox().size();
    int threads = Runtime.getRuntime().availableProcessors();
    backend = Installed.openVino(ledger);
    network =
        backend.load(model, new NetworkSettings("CPU", Precision.F32, threads, false), size, size);
    slot = network.slots().getFirst();
  }

  /// Computes what is in [#input].
  ///
  /// @return the outputs of the network, heat and extent
  @Benchmark
  public List<MemorySegment> compute() {
    slot.start();
    slot.await();
    return slot.outputs();
  }

  /// The letterboxed picture, u8 RGB, 512 x 512; grey does for the time.
  MemorySegment input() {
    return slot.input().host();
  }

  /// Gives everything back.
  @TearDown(Level.Trial)
  public void close() {
    network.close();
    backend.close();
  }

  NativeLedger ledger() {
    return ledger;
  }
}
