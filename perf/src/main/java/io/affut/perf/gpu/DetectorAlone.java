package io.affut.perf.gpu;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtLibrary;
import io.affut.engine.backend.EngineCache;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.backend.Slot;
import io.affut.engine.backend.TensorRtBackend;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.preprocessing.resize.Letterbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A detector for pictures of 4:3 whose inputs lie where it takes them, and nothing else.
final class DetectorAlone implements AutoCloseable {
  private final Network network;
  private final Runnable end;

  /// @param end gives back what the network was made with
  DetectorAlone(Network network, Runnable end) {
    this.network = network;
    this.end = end;
  }

  /// The detector of `model` on `device` in `precision`, on a GPU for batches of `batch`, if that
  /// is given.
  static DetectorAlone on(StepOptions options, NativeLedger ledger) {
    return options.required("device").equals("cpu")
        ? onProcessor(options, ledger)
        : onGpu(options, ledger);
  }

  private static DetectorAlone onProcessor(StepOptions options, NativeLedger ledger) {
    Letterbox box = usual(options);
    var backend =
        new OpenVinoBackend(Here.libraries().require(NativeLibrary.OPENVINO).file(), ledger);
    try {
      return new DetectorAlone(
          backend.load(
              OpenEngine.detector(options),
              settings(options, "CPU"),
              box.targetWidth(),
              box.targetHeight()),
          backend::close);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private static DetectorAlone onGpu(StepOptions options, NativeLedger ledger) {
    Letterbox box = usual(options);
    GpuMemory gpus = GpuMemory.here();
    TensorRt tensorRt =
        TensorRtLibrary.open(
            Here.unpackedLibraries(),
            Here.libraries().require(NativeLibrary.TENSORRT),
            gpus.cuda(),
            ledger);
    Path engines = options.path("compiled").resolveSibling("engines");
    var backend =
        new TensorRtBackend(
            tensorRt,
            gpus.devices().getFirst(),
            new EngineCache(engines, gpus.cuda().driverVersion().orElse(gpus.cuda().version())),
            ledger,
            System.err::println);
    Model<DetectorManifest> model = OpenEngine.detector(options);
    NetworkSettings settings = settings(options, "cuda:0");
    int width = box.targetWidth();
    int height = box.targetHeight();
    return new DetectorAlone(
        options
            .text("batch")
            .map(batch -> backend.load(model, settings, width, height, Integer.parseInt(batch)))
            .orElseGet(() -> backend.load(model, settings, width, height)),
        backend::close);
  }

  private static Letterbox usual(StepOptions options) {
    return Letterbox.fit(4, 3, OpenEngine.detector(options).manifest().input().letterbox());
  }

  private static NetworkSettings settings(StepOptions options, String device) {
    return new NetworkSettings(
        device, OpenEngine.precision(options), Runtime.getRuntime().availableProcessors(), true);
  }

  Network network() {
    return network;
  }

  /// Pictures a second, each slot taking the next one when it is done.
  double perSecond(Duration warmUp, Duration length) {
    List<Slot> slots = network.slots();
    slots.forEach(Slot::start);
    long begin = System.nanoTime() + warmUp.toNanos();
    long done = 0;
    long first = 0;
    int next = 0;
    while (true) {
      Slot slot = slots.get(next);
      next = (next + 1) % slots.size();
      slot.await();
      long now = System.nanoTime();
      if (first == 0) {
        if (now - begin >= 0) {
          first = now;
        }
      } else {
        done++;
        if (now - first >= length.toNanos()) {
          slots.stream().filter(other -> other != slot).forEach(Slot::await);
          return done / ((now - first) / 1e9);
        }
      }
      slot.start();
    }
  }

  @Override
  public void close() {
    network.close();
    end.run();
  }
}
