package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.TensorRtEngine;
import java.util.List;
import java.util.Optional;

/// Computes whatever slots were started, as many at a time as there are, in a thread of its own.
/// While it waits for the GPU, more are started, so batches grow with the load; and while one
/// runner waits, another queues its work, so that the GPU does not.
final class NetworkRunner implements AutoCloseable {
  private final OwnedParts owned = new OwnedParts();
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
      inputs = owned.add(device.allocate(most * bytes));
      stream = owned.add(device.newStream());
      run = owned.add(new EngineRun(device, engine, ports, inputs, most, network::inputExtents));
    } catch (RuntimeException | Error e) {
      throw owned.closedAfter(e);
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
        Optional<CudaException> lost = GpuFailure.lost(stream, e);
        lost.ifPresent(queue::lose);
        Throwable failure = lost.isPresent() ? lost.get() : e;
        batch.forEach(slot -> slot.failed(failure));
        if (lost.isPresent()) {
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

  /// After [#work] has ended.
  @Override
  public void close() {
    owned.close();
  }
}
