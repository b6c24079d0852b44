package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/// What computes an engine.
final class LoadedContext implements TensorRtContext {
  /// What TensorRT asks of the places of inputs and outputs.
  private static final long ALIGNMENT = 256;

  private final LoadedEngine engine;
  private final CudaDevice device;
  private final Owned<IExecutionContext> context;
  private final TensorRtLog log;
  private final Dims64 room = new Dims64();
  private final Map<String, DeviceBuffer> places = new HashMap<>();

  /// @param context owned from now on, unless this throws
  LoadedContext(
      LoadedEngine engine, CudaDevice device, Owned<IExecutionContext> context, TensorRtLog log) {
    this.engine = engine;
    this.device = device;
    this.context = context;
    this.log = log;
  }

  @Override
  public void shape(String input, List<Long> extents) {
    IExecutionContext living = context.get();
    long before = log.now();
    if (!living.setInputShape(input, Extents.write(extents, room))) {
      throw failure("setInputShape", input + " " + extents, before);
    }
  }

  @Override
  public List<Long> shape(String tensor) {
    IExecutionContext living = context.get();
    long before = log.now();
    List<Long> extents = Extents.take(living.getTensorShape(tensor));
    if (extents.isEmpty() || extents.contains(-1L)) {
      throw failure("getTensorShape", tensor + " " + extents, before);
    }
    return extents;
  }

  @Override
  public void place(String tensor, DeviceBuffer buffer, long offset) {
    IExecutionContext living = context.get();
    if (offset < 0 || offset >= buffer.bytes() || offset % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "%s cannot lie %d bytes into the %s".formatted(tensor, offset, buffer));
    }
    long before = log.now();
    if (!living.setTensorAddress(tensor, new Address(buffer.address() + offset))) {
      throw failure("setTensorAddress", tensor, before);
    }
    places.put(tensor, buffer);
  }

  @Override
  public void enqueue(CudaStream stream) {
    IExecutionContext living = context.get();
    if (stream.device().index() != device.index()) {
      throw new IllegalArgumentException(
          "the engine for %s cannot compute on the %s".formatted(device, stream));
    }
    device.makeCurrent();
    long before = log.now();
    if (!living.enqueueV3(new CUstream_st(new Address(stream.address(places.values()))))) {
      throw failure("enqueueV3", "", before);
    }
  }

  /// Deletes it in any case.
  ///
  /// @throws io.affut.bindings.cuda.CudaException when the device is lost
  @Override
  public void close() {
    if (!context.isClosed()) {
      try (room;
          context) {
        engine.closed(this);
        device.makeCurrent(); // what is deleted gives memory of it back
      }
    }
  }

  private TensorRtException failure(String function, String what, long before) {
    String reasons = log.since(before);
    return new TensorRtException(
        function, what.isEmpty() || reasons.isEmpty() ? what + reasons : what + ": " + reasons);
  }
}
