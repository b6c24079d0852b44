package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.preprocessing.cuda.DeviceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A classifier on a GPU, the bird head behind it, and their batches.
final class TensorRtCropNetwork implements CropNetwork {
  /// One computes, one is filled.
  private static final int BATCHES = 2;

  private final OwnedParts owned;
  private final List<CropBatch> batches = new ArrayList<>();
  private final int size;
  private final String precision;

  /// @param owned the engines; taken over, and closed if this fails half-way
  TensorRtCropNetwork(
      OwnedParts owned,
      TensorRtEngine engine,
      CudaDevice device,
      NetworkPorts network,
      DeviceInput.Format format,
      EnginePorts ports,
      Optional<TensorRtCropBatch.Birds> birds,
      String precision,
      NativeLedger ledger) {
    this.owned = owned;
    this.size = network.width();
    this.precision = precision;
    try {
      for (int i = 0; i < BATCHES; i++) {
        batches.add(
            owned.add(
                new TensorRtCropBatch(device, engine, network, format, ports, birds, ledger)));
      }
    } catch (RuntimeException | Error e) {
      throw owned.closedAfter(e);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<CropBatch> batches() {
    return List.copyOf(batches);
  }

  @Override
  public String precision() {
    return precision;
  }

  @Override
  public void close() {
    owned.close();
  }
}
