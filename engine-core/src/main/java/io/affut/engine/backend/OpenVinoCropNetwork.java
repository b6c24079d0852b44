package io.affut.engine.backend;

import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.OpenVino;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compiled classifier, the bird head behind it, and their batches.
final class OpenVinoCropNetwork implements CropNetwork {
  /// One computes, one is filled.
  private static final int BATCHES = 2;

  private final CompiledModel classifier;
  private final Optional<CompiledModel> birdHead;
  private final int size;
  private final List<OpenVinoCropBatch> batches = new ArrayList<>();

  /// Takes over what is compiled, and closes it if it fails half-way.
  OpenVinoCropNetwork(
      OpenVino openVino,
      CompiledModel classifier,
      Optional<CompiledModel> birdHead,
      List<Integer> outputs,
      int capacity,
      int together,
      int size,
      NativeLedger ledger) {
    this.classifier = classifier;
    this.birdHead = birdHead;
    this.size = size;
    try {
      for (int i = 0; i < BATCHES; i++) {
        batches.add(
            new OpenVinoCropBatch(
                openVino, classifier, birdHead, outputs, capacity, together, size, ledger));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Runs once: a network that takes batches of several sizes brings the rest of its weights into
  /// the layout of its kernels only then, and reads the file for it.
  void packWeights() {
    try {
      batches.getFirst().compute(1);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
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
    return EffectivePrecision.of(classifier);
  }

  @Override
  public void close() {
    batches.forEach(OpenVinoCropBatch::close);
    birdHead.ifPresent(CompiledModel::close);
    classifier.close();
  }
}
