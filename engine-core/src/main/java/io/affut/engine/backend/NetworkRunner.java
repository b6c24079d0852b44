package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.tensorrt.TensorRtEngine;
import java.util.List;

/// Computes whatever slots were started, as many at a time as there are, in a thread of its own.
/// While it waits for the GPU, more are started, so batches grow with the load; and while one
/// runner waits, another queues its work, so that the GPU does not.
final class NetworkRunner implements AutoCloseable {
  private final Owned owned = new Owned();
  private final SlotQueue queue;
  private final int most;
  private final CudaStream stream;
  private final DeviceBuffer inputs;
  private final EngineRun run;

  /// @param bytes of one input
  /// @param most how many slots at a time at most
  NetworkRunner(
      CudaDevice device,
      TensorRtEngine engine,
      NetworkPorts network,
      EnginePorts ports,
      SlotQueue queue,
      long bytes,
      int most) {
    this.queue = queue;
    this.most = most;
    try {
      inputs = owned.keep(device.allocate(most * bytes));
      stream = owned.keep(device.newStream());
      run = owned.keep(new EngineRun(device, engine, ports, inputs, most, network::inputExtents));
    } catch (RuntimeException | Error e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  EngineRun run() {
    return run;
  }

  /// Works until the queue is closed and empty, or the GPU is lost.
  void work() {
    for (List<TensorRtSlot> batch; !(batch = queue.take(most)).isEmpty(); ) {
      try {
        compute(batch);
        batch.forEach(TensorRtSlot::done);
      } catch (RuntimeException | Error e) {
        boolean lost = isLost();
        if (lost) {
          queue.lose(e);
        }
        batch.forEach(slot -> slot.failed(e));
        if (lost) {
          return;
        }
      }
    }
  }

  private void compute(List<TensorRtSlot> batch) {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).queueInput(stream, inputs, i);
    }
    run.queue(stream, batch.size());
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).queueOutputs(stream, run, i);
    }
    stream.synchronise();
  }

  /// Waits for what was queued before the failure, since the slots will be used again. An error of
  /// CUDA that sticks is told by every later call too.
  private boolean isLost() {
    try {
      stream.synchronise();
      return false;
    } catch (CudaException e) {
      try {
        stream.synchronise();
        return false;
      } catch (CudaException again) {
        return true;
      }
    }
  }

  /// After [#work] has ended.
  @Override
  public void close() {
    owned.close();
  }
}
