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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A request of a classifier, and one of the bird head that reads its embeddings where they lie.
///
/// For each number of crops there is a tensor over the same memory, so that a batch that is not
/// full costs what its crops cost. On a device that takes one crop at a time there is a tensor for
/// each crop, and they are computed one after the other.
final class OpenVinoCropBatch implements CropBatch, AutoCloseable {
  private final NativeBuffer memory;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<SlotInput> places = new ArrayList<>();
  private final InferRequest request;
  private final Optional<InferRequest> birds;
  private final List<Integer> outputs;
  private final boolean alone;
  private final List<Logits> found = new ArrayList<>();

  /// @param outputs indices of the logits and, where there is a bird head, of the embedding
  /// @param together how many crops the networks take at most: all of them, or 1
  OpenVinoCropBatch(
      OpenVino openVino,
      CompiledModel classifier,
      Optional<CompiledModel> birdHead,
      List<Integer> outputs,
      int capacity,
      int together,
      int size,
      NativeLedger ledger) {
    this.outputs = outputs;
    this.alone = together == 1;
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
        int first = alone ? i : 0;
        inputs.add(
            openVino.tensor(
                ElementType.U8,
                new long[] {i + 1 - first, size, size, 3},
                crops.asSlice(first * bytes, (i + 1 - first) * bytes)));
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
  public void compute(int count) {
    found.clear();
    if (alone) {
      for (int place = 0; place < count; place++) {
        run(place, 1);
      }
    } else {
      run(count - 1, count);
    }
  }

  /// Classifies the crops of an input.
  private void run(int input, int crops) {
    request.setInput(0, inputs.get(input));
    request.infer();
    float[] logits = floats(request, outputs.getFirst());
    float[] birdLogits = birds.map(this::birdLogits).orElseGet(() -> new float[0]);
    for (int crop = 0; crop < crops; crop++) {
      found.add(new Logits(row(logits, crop, crops), row(birdLogits, crop, crops)));
    }
  }

  private float[] birdLogits(InferRequest head) {
    try (Tensor embeddings = request.output(outputs.getLast())) {
      head.setInput(0, embeddings);
      head.infer();
    }
    return floats(head, 0);
  }

  @Override
  public Logits logits(int place) {
    return found.get(place);
  }

  private static float[] row(float[] all, int row, int rows) {
    int length = all.length / rows;
    return Arrays.copyOfRange(all, row * length, (row + 1) * length);
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
