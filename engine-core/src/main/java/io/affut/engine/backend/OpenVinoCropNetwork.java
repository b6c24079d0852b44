package io.affut.engine.backend;

import io.affut.bindings.openvino.CompiledModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A compiled classifier, the bird head behind it, and their batches.
final class OpenVinoCropNetwork implements CropNetwork {
  /// One computes, one is filled.
  private static final int BATCHES = 2;

  private final CompiledModel classifier;
  private final Optional<CompiledModel> birdHead;
  private final int size;
  private final List<OpenVinoCropBatch> batches = new ArrayList<>();

  /// Takes over what is compiled, and closes it if it fails half-way.
  ///
  /// @param size of the crops, in pixels
  /// @param newBatch makes a batch over what is compiled
  OpenVinoCropNetwork(
      CompiledModel classifier,
      Optional<CompiledModel> birdHead,
      int size,
      Supplier<OpenVinoCropBatch> newBatch) {
    this.classifier = classifier;
    this.birdHead = birdHead;
    this.size = size;
    try {
      for (int i = 0; i < BATCHES; i++) {
        batches.add(newBatch.get());
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
