package io.affut.perf.gpu;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.backend.Slot;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.preprocessing.resize.Letterbox;
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

  /// The detector of `model` on `device` in `precision`.
  static DetectorAlone on(StepOptions options, NativeLedger ledger) {
    Model<DetectorManifest> model = OpenEngine.detector(options);
    Letterbox box = Letterbox.fit(4, 3, model.manifest().input().letterbox());
    NetworkSettings settings =
        new NetworkSettings(
            "CPU", OpenEngine.precision(options), Runtime.getRuntime().availableProcessors(), true);
    OpenVinoBackend backend =
        new OpenVinoBackend(Here.libraries().require(NativeLibrary.OPENVINO).file(), ledger);
    try {
      return new DetectorAlone(
          backend.load(model, settings, box.targetWidth(), box.targetHeight()), backend::close);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
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
