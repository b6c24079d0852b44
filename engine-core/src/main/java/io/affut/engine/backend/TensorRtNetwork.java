package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.preprocessing.cuda.DeviceInput;
import java.util.ArrayList;
import java.util.List;

/// An engine on a GPU, its slots, and two threads that compute what was started.
final class TensorRtNetwork implements Network {
  /// One computes, the other queues its copies and waits behind it.
  private static final int RUNNERS = 2;

  /// For each picture that both runners compute at a time there is a slot, and as many again that
  /// are being written or read.
  private static final int SLOTS_A_PICTURE = RUNNERS + 1;

  /// Where a network computes one picture at a time, three of them may be done before the boxes of
  /// the first are read and the next ones are written.
  private static final int LEAST_SLOTS = 8;

  private final OwnedParts owned;
  private final SlotQueue queue = new SlotQueue();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CudaDevice device;
  private final String precision;

  /// @param owned what there is of `engine`; taken over, and closed if this fails half-way
  TensorRtNetwork(
      OwnedParts owned,
      TensorRtEngine engine,
      CudaDevice device,
      NetworkPorts network,
      DeviceInput.Format format,
      EnginePorts ports,
      String precision,
      NativeLedger ledger) {
    this.owned = owned;
    this.device = device;
    this.precision = precision;
    int most = network.capacity();
    long bytes = 3L * network.width() * network.height() * format.element().bytes();
    List<NetworkRunner> runners = new ArrayList<>();
    try {
      for (int i = 0; i < RUNNERS; i++) {
        runners.add(
            owned.add(new NetworkRunner(device, engine, network, ports, queue, bytes, most)));
      }
      EngineRun run = runners.getFirst().run();
      for (int i = 0; i < Math.max(LEAST_SLOTS, SLOTS_A_PICTURE * most); i++) {
        slots.add(owned.add(new TensorRtSlot(device, queue, format, network, ports, run, ledger)));
      }
      for (NetworkRunner runner : runners) {
        threads.add(
            Thread.ofPlatform().name("affut-cuda-" + device.index()).daemon().start(runner::work));
      }
    } catch (RuntimeException | Error e) {
      end();
      throw owned.closedAfter(e);
    }
  }

  @Override
  public List<Slot> slots() {
    return List.copyOf(slots);
  }

  @Override
  public String device() {
    return device.toString();
  }

  @Override
  public String precision() {
    return precision;
  }

  /// What was started is computed first. Releases in this order: the slots, the runners, the
  /// engine.
  @Override
  public void close() {
    end();
    owned.close();
  }

  /// Ends the threads. An interrupt does not end the wait: they use what is closed next.
  private void end() {
    queue.close();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
