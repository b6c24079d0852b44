package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// What computes one engine: a context, and memory of the GPU for its outputs. One thread at a
/// time, always with the same stream.
final class EngineRun implements AutoCloseable {
  private final OwnedParts owned = new OwnedParts();
  private final EnginePorts ports;
  private final int most;
  private final IntFunction<List<Long>> inputExtents;
  private final List<DeviceBuffer> outputs = new ArrayList<>();
  private final TensorRtContext context;
  private int count;

  /// @param input where the inputs lie side by side; somebody else's, and closed after this
  /// @param most how many inputs at a time at most
  /// @param inputExtents the extents of so many inputs
  EngineRun(
      CudaDevice device,
      TensorRtEngine engine,
      EnginePorts ports,
      DeviceBuffer input,
      int most,
      IntFunction<List<Long>> inputExtents) {
    this.ports = ports;
    this.most = most;
    this.inputExtents = inputExtents;
    context = engine.newContext();
    try {
      context.place(ports.input().name(), input, 0);
      shape(most);
      for (TensorRtEngine.Tensor output : ports.all()) {
        DeviceBuffer buffer = owned.add(device.allocate(bytes(output)));
        outputs.add(buffer);
        context.place(output.name(), buffer, 0);
      }
    } catch (RuntimeException | Error e) {
      owned.add(context);
      throw owned.closedAfter(e);
    }
    owned.add(context); // it goes before the memory that it writes to
  }

  /// Where the results of a wanted output lie side by side.
  DeviceBuffer output(int output) {
    return outputs.get(ports.wanted().get(output));
  }

  /// How many bytes one result of a wanted output has.
  long bytesOf(int output) {
    return output(output).bytes() / most;
  }

  /// Queues the computation of the first `inputs`, and of what lies behind them up to a few more:
  /// TensorRT arranges itself anew whenever the number changes, so only powers of two are computed,
  /// and the most. Nobody reads what comes of the rest.
  void queue(CudaStream stream, int inputs) {
    int computed = Math.min(most, powerOfTwo(inputs));
    if (computed != count) {
      shape(computed);
    }
    context.enqueue(stream);
  }

  /// The next one that is not below `inputs`.
  private static int powerOfTwo(int inputs) {
    int highest = Integer.highestOneBit(inputs);
    return highest == inputs ? inputs : 2 * highest;
  }

  /// Queues the copy of one or more results of a wanted output.
  ///
  /// @param first of the results
  /// @param to from its beginning on
  void queueCopy(CudaStream stream, int output, int first, int results, PinnedBuffer to) {
    long bytes = bytesOf(output);
    stream.copyToHost(output(output), first * bytes, to, 0, results * bytes);
  }

  @Override
  public void close() {
    owned.close();
  }

  private void shape(int inputs) {
    count = 0; // if it is refused nobody knows which it has
    context.shape(ports.input().name(), inputExtents.apply(inputs));
    count = inputs;
  }

  private long bytes(TensorRtEngine.Tensor output) {
    long bytes =
        switch (output.element()) {
          case U8 -> 1;
          case F16 -> 2;
          case F32, I32 -> 4;
          case I64, OTHER -> 8; // none is larger
        };
    for (long extent : context.shape(output.name())) {
      bytes = Math.multiplyExact(bytes, extent);
    }
    return bytes;
  }
}
