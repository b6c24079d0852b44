package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.OpenVino;
import io.affut.bindings.openvino.Tensor;
import io.affut.engine.detection.Logits;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request of a classifier, and one of the bird head that reads its embeddings where they lie.
///
/// For each number of crops there is a tensor over the same memory, so that a batch that is not
/// full costs what its crops cost.
final class OpenVinoCropBatch implements CropBatch, AutoCloseable {
  private static final float[] NONE = {};

  private final NativeBuffer memory;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<SlotInput> places = new ArrayList<>();
  private final InferRequest request;
  private final Optional<InferRequest> birds;
  private final List<Integer> outputs;
  private float[] logits = NONE;
  private float[] birdLogits = NONE;
  private int count;

  /// @param outputs indices of the logits and, where there is a bird head, of the embedding
  OpenVinoCropBatch(
      OpenVino openVino,
      CompiledModel classifier,
      Optional<CompiledModel> birdHead,
      List<Integer> outputs,
      int capacity,
      int size,
      NativeLedger ledger) {
    this.outputs = outputs;
    request = classifier.newRequest();
    memory = NativeBuffer.shared(ledger, "crops");
    try {
      birds = birdHead.map(CompiledModel::newRequest);
    } catch (RuntimeException | Error e) {
      request.close();
      throw e;
    }
    try {
      long bytes = 3L * size * size;
      MemorySegment crops = memory.atLeast(capacity * bytes);
      for (int i = 0; i < capacity; i++) {
        places.add(new SlotInput.Host(crops.asSlice(i * bytes, bytes)));
        inputs.add(
            openVino.tensor(
                ElementType.U8,
                new long[] {i + 1, size, size, 3},
                crops.asSlice(0, (i + 1) * bytes)));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public int capacity() {
    return places.size();
  }

  @Override
  public SlotInput input(int place) {
    return places.get(place);
  }

  @Override
  public void compute(int crops) {
    count = crops;
    request.setInput(0, inputs.get(crops - 1));
    request.infer();
    logits = floats(request, outputs.getFirst());
    birds.ifPresent(head -> {
      try (Tensor embeddings = request.output(outputs.getLast())) {
        head.setInput(0, embeddings);
        head.infer();
      }
      birdLogits = floats(head, 0);
    });
  }

  @Override
  public Logits logits(int place) {
    return new Logits(row(logits, place), row(birdLogits, place));
  }

  private float[] row(float[] all, int place) {
    int length = all.length / count;
    float[] row = new float[length];
    System.arraycopy(all, place * length, row, 0, length);
    return row;
  }

  private static float[] floats(InferRequest request, int output) {
    try (Tensor tensor = request.output(output)) {
      return tensor.data().toArray(JAVA_FLOAT);
    }
  }

  /// Releases in this order: the requests, the tensors, their memory.
  @Override
  public void close() {
    birds.ifPresent(InferRequest::close);
    request.close();
    inputs.forEach(Tensor::close);
    memory.close();
  }
}
