package io.affut.perf.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaEvent;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaLibraries;
import io.affut.bindings.nvidia.NvidiaSearch;
import io.affut.engine.backend.EngineCache;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.backend.Slot;
import io.affut.engine.backend.SlotInput;
import io.affut.engine.backend.TensorRtBackend;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.DeviceUnavailableException;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.preprocessing.resize.Letterbox;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

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
    // All of NVIDIA's libraries, as in a run: TensorRT takes the compiler of kernels from there.
    NvidiaSearch search = NvidiaSearch.of(Here.unpackedLibraries(), ledger);
    NvidiaLibraries nvidia =
        search
            .libraries()
            .orElseThrow(() -> new DeviceUnavailableException(String.join("\n", search.reasons())));
    Path engines = options.path("compiled").resolveSibling("engines");
    CudaVersion driver = nvidia.cuda().driverVersion().orElse(nvidia.cuda().version());
    var backend =
        new TensorRtBackend(
            nvidia.tensorRt(),
            nvidia.devices().getFirst(),
            new EngineCache(engines, driver),
            ledger,
            System.err::println);
    Model<DetectorManifest> model = OpenEngine.detector(options);
    NetworkSettings settings = settings(options, "cuda:0");
    int width = box.targetWidth();
    int height = box.targetHeight();
    Network network;
    try {
      network =
          options
              .text("batch")
              .map(batch -> backend.load(model, settings, width, height, Integer.parseInt(batch)))
              .orElseGet(() -> backend.load(model, settings, width, height));
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
    DetectorAlone detector = new DetectorAlone(network, backend::close);
    try {
      fill(network, nvidia.devices().getFirst());
      return detector;
    } catch (RuntimeException | Error e) {
      detector.close();
      throw e;
    }
  }

  /// Writes noise into every input, once: a network computes as fast as it does with pictures only
  /// where its inputs are no zeros, and only where they were written at all.
  private static void fill(Network network, CudaDevice device) {
    Random random = new Random(1);
    try (CudaStream stream = device.newStream()) {
      for (Slot slot : network.slots()) {
        if (slot.input() instanceof SlotInput.Device(DeviceInput place, CudaEvent written)) {
          try (PinnedBuffer noise = device.allocatePinned(place.bytes())) {
            fill(noise.memory(), place.format(), random);
            stream.copyToDevice(noise, 0, place.buffer(), place.offset(), place.bytes());
            stream.record(written);
            stream.synchronise();
          }
        }
      }
    }
  }

  private static void fill(MemorySegment values, DeviceInput.Format format, Random random) {
    float mean = format.mean().getFirst();
    float deviation = format.deviation().getFirst();
    long count = values.byteSize() / format.element().bytes();
    for (long i = 0; i < count; i++) {
      float value = (random.nextInt(256) - mean) / deviation;
      switch (format.element()) {
        case F32 -> values.setAtIndex(JAVA_FLOAT, i, value);
        case F16 -> values.setAtIndex(JAVA_SHORT, i, Float.floatToFloat16(value));
      }
    }
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
