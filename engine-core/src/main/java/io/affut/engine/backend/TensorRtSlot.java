package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.preprocessing.cuda.DeviceInput;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A picture's way through a network on a GPU: its place there, and where its outputs come back. A
/// runner computes it together with others.
final class TensorRtSlot implements Slot, AutoCloseable {
  private enum State {
    IDLE,
    STARTED,
    DONE,
    FAILED
  }

  private final OwnedParts owned = new OwnedParts();
  private final SlotQueue queue;
  private final DevicePlace place;
  private final List<DeviceOutput> outputs = new ArrayList<>();
  private final List<MemorySegment> floats;
  private State state = State.IDLE;
  private boolean converted;
  private boolean areNumbers;
  private Optional<Throwable> failure = Optional.empty();

  /// @param queue where it goes when it is started
  /// @param run one of those that will compute it
  TensorRtSlot(
      CudaDevice device,
      SlotQueue queue,
      DeviceInput.Format format,
      NetworkPorts network,
      EnginePorts ports,
      EngineRun run,
      NativeLedger ledger) {
    this.queue = queue;
    try {
      place = owned.add(new DevicePlace(device, network.width(), network.height(), format));
      for (int i = 0; i < ports.wanted().size(); i++) {
        DeviceInput.Element element = EnginePorts.element(ports.output(i));
        outputs.add(owned.add(new DeviceOutput(device, element, run.bytesOf(i), ledger)));
      }
    } catch (RuntimeException | Error e) {
      throw owned.closedAfter(e);
    }
    floats = outputs.stream().map(DeviceOutput::floats).toList();
  }

  @Override
  public SlotInput input() {
    return place.input();
  }

  @Override
  public int width() {
    return place.input().place().width();
  }

  @Override
  public int height() {
    return place.input().place().height();
  }

  @Override
  public void start() {
    synchronized (this) {
      if (state == State.STARTED) {
        throw new IllegalStateException("the infer request computes already");
      }
      state = State.STARTED;
    }
    try {
      queue.add(this);
    } catch (RuntimeException e) {
      end(State.FAILED, Optional.of(e));
      throw e;
    }
  }

  @Override
  public synchronized void await() {
    boolean interrupted = false;
    while (state == State.STARTED) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // it does not end the wait, as with OpenVINO
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (state) {
      case FAILED -> throw GpuFailure.again(failure.orElseThrow());
      case IDLE -> throw new IllegalStateException("the infer request was not started");
      default -> {
        if (!converted) {
          outputs.forEach(DeviceOutput::convert);
          converted = true;
        }
      }
    }
  }

  /// @throws IllegalStateException when they have values that are infinite or no numbers
  @Override
  public synchronized List<MemorySegment> outputs() {
    if (converted && !areNumbers) {
      outputs.forEach(output -> output.requireNumbers(output.values()));
      areNumbers = true;
    }
    return floats;
  }

  /// Queues the copy of its input into a batch, for a runner.
  void queueInput(CudaStream stream, DeviceBuffer batch, int index) {
    place.queueCopy(stream, batch, index);
  }

  /// Queues the copy of its outputs, for a runner.
  void queueOutputs(CudaStream stream, EngineRun run, int index) {
    for (int i = 0; i < outputs.size(); i++) {
      run.queueCopy(stream, i, index, 1, outputs.get(i).pinned());
    }
  }

  /// Its outputs are there.
  void done() {
    end(State.DONE, Optional.empty());
  }

  /// They will not come.
  void failed(Throwable why) {
    end(State.FAILED, Optional.of(why));
  }

  private synchronized void end(State how, Optional<Throwable> why) {
    state = how;
    failure = why;
    converted = false;
    areNumbers = false;
    notifyAll();
  }

  /// Nothing may compute it any more.
  @Override
  public void close() {
    owned.close();
  }
}
