package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.testing.gpu.StandInGpu;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// TensorRT over the stand-ins.
final class TensorRtUnderTest implements BackendUnderTest {
  static final CudaVersion DRIVER = new CudaVersion(13, 1);

  final StandInGpu gpu;
  final StandInTensorRt tensorRt = new StandInTensorRt();
  final List<String> progress = new ArrayList<>();
  final EngineCache cache;
  private NativeLedger ledger;
  private CudaDevice device;
  private TensorRtBackend backend;

  /// @param folder for engines
  TensorRtUnderTest(Path folder) throws Exception {
    gpu = StandInGpu.fresh();
    cache = new EngineCache(folder, DRIVER);
    restart();
  }

  /// Another machine of the same kind, with the engines that were compiled.
  void restart() {
    gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
    ledger = new NativeLedger();
    device = CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
    backend =
        new TensorRtBackend(
            tensorRt,
            device,
            cache,
            ledger,
            line -> {
              synchronized (progress) {
                progress.add(line);
              }
            });
  }

  CudaDevice cuda() {
    return device;
  }

  TensorRtBackend backend() {
    return backend;
  }

  @Override
  public String runtime() {
    return "TensorRT";
  }

  @Override
  public String device() {
    return "cuda:0";
  }

  @Override
  public Network load(
      Model<DetectorManifest> model, NetworkSettings settings, int width, int height) {
    return backend.load(model, settings, width, height);
  }

  @Override
  public CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity) {
    return backend.load(model, birdHead, settings, capacity);
  }

  @Override
  public Writer newWriter() {
    return new DeviceWriter(device);
  }

  @Override
  public String left() {
    return String.join(
            "\n",
            List.of(
                gpu.complaints(),
                gpu.living(),
                String.join("\n", tensorRt.complaints()),
                String.join("\n", tensorRt.living()),
                ledger.snapshot().isEmpty() ? "" : ledger.snapshot().toString()))
        .strip();
  }

  @Override
  public void close() {
    backend.close();
    tensorRt.close();
  }

  /// Does on the host what the kernels do on a GPU, and copies it there by a stream of its own.
  private static final class DeviceWriter implements Writer {
    private final CudaDevice device;
    private final CudaStream stream;
    private Optional<PinnedBuffer> staging = Optional.empty();

    DeviceWriter(CudaDevice device) {
      this.device = device;
      this.stream = device.newStream();
    }

    @Override
    public void show(SlotInput input, byte[] rgb) {
      if (!(input instanceof SlotInput.Device(DeviceInput place, var written))) {
        throw new AssertionError("the input is not on a GPU");
      }
      stream.synchronise(); // the last picture has left the staging buffer
      PinnedBuffer pinned = staged(place.bytes());
      normalise(rgb, place, pinned.memory());
      stream.copyToDevice(pinned, 0, place.buffer(), place.offset(), place.bytes());
      stream.record(written);
    }

    private PinnedBuffer staged(long bytes) {
      if (staging.isEmpty() || staging.get().memory().byteSize() < bytes) {
        staging.ifPresent(PinnedBuffer::close);
        staging = Optional.empty();
        staging = Optional.of(device.allocatePinned(bytes));
      }
      return staging.get();
    }

    private static void normalise(byte[] rgb, DeviceInput place, MemorySegment values) {
      DeviceInput.Format format = place.format();
      int pixels = place.width() * place.height();
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < 3; channel++) {
          int level = rgb[3 * pixel + (format.reversed() ? 2 - channel : channel)] & 0xff;
          float value = (level - format.mean().get(channel)) / format.deviation().get(channel);
          long index = format.planar() ? (long) channel * pixels + pixel : 3L * pixel + channel;
          if (format.element() == DeviceInput.Element.F16) {
            values.setAtIndex(JAVA_SHORT_UNALIGNED, index, Float.floatToFloat16(value));
          } else {
            values.setAtIndex(JAVA_FLOAT_UNALIGNED, index, value);
          }
        }
      }
    }

    @Override
    public void close() {
      try (stream) {
        staging.ifPresent(PinnedBuffer::close);
      }
    }
  }
}
