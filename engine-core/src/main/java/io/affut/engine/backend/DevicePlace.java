package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.preprocessing.cuda.DeviceInput;

/// Memory of the GPU for one picture, and the mark that it lies there. Each picture has a buffer of
/// its own, since they are written by different streams.
final class DevicePlace implements AutoCloseable {
  private final DeviceBuffer buffer;
  private final SlotInput.Device input;

  DevicePlace(CudaDevice device, int width, int height, DeviceInput.Format format) {
    buffer = device.allocate(3L * width * height * format.element().bytes());
    try {
      input =
          new SlotInput.Device(
              new DeviceInput(buffer, 0, width, height, format), device.newEvent());
    } catch (RuntimeException | Error e) {
      buffer.close();
      throw e;
    }
  }

  SlotInput.Device input() {
    return input;
  }

  /// Queues the copy into a batch, behind the mark.
  ///
  /// @param index where in the batch
  void queueCopy(CudaStream stream, DeviceBuffer batch, int index) {
    stream.waitFor(input.written());
    long bytes = buffer.bytes();
    stream.copyOnDevice(buffer, 0, batch, index * bytes, bytes);
  }

  @Override
  public void close() {
    try (buffer) {
      input.written().close();
    }
  }
}
