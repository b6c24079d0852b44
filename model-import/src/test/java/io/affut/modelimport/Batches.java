package io.affut.modelimport;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a network does to a batch, beside what it does to each picture of it alone.
public final class Batches {
  private static final int PICTURES = 3;

  private Batches() {}

  /// Whether the network takes batches of any size, at all inputs and outputs or at none.
  public static boolean takes(ImportedModel model) {
    boolean batch = model.inputs().getFirst().shape().getFirst() == ModelPort.ANY;
    List<ModelPort> ports = new ArrayList<>(model.inputs());
    ports.addAll(model.outputs());
    assertThat(ports)
        .allSatisfy(port ->
            assertThat(!port.shape().isEmpty() && port.shape().getFirst() == ModelPort.ANY)
                .as("a batch at %s", port)
                .isEqualTo(batch));
    return batch;
  }

  /// A batch of three, each picture with the elements of `input` in another order, gives three
  /// times what each picture gives alone.
  ///
  /// @param input one picture, `[1, ...]`
  /// @param tolerance as for [ArrayAssert#assertSame]
  public static void assertEachIsComputedAlone(ImportedModel model, Array input, double tolerance) {
    assertThat(takes(model)).as("it takes batches").isTrue();
    String name = model.inputs().getFirst().name();
    List<Array> pictures = new ArrayList<>();
    Map<String, List<Array>> alone = new HashMap<>();
    for (int i = 0; i < PICTURES; i++) {
      Array picture = turned(input, i * (input.values().length / PICTURES + 1));
      pictures.add(picture);
      Onnx.run(model.file(), Map.of(name, picture))
          .forEach(
              (output, array) -> alone.computeIfAbsent(output, _ -> new ArrayList<>()).add(array));
    }
    Map<String, Array> together = Onnx.run(model.file(), Map.of(name, joined(pictures)));
    assertThat(together.keySet()).isEqualTo(alone.keySet());
    together.forEach((output, array) -> assertSame(array, joined(alone.get(output)), tolerance));
  }

  /// The same elements, each `by` places further on.
  private static Array turned(Array array, int by) {
    int length = array.values().length;
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[(i + by) % length] = array.values()[i];
    }
    return new Array(array.shape(), values);
  }

  private static Array joined(List<Array> parts) {
    int length = parts.getFirst().values().length;
    float[] values = new float[length * parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).shape()[0]).as("pictures in a batch of one").isOne();
      System.arraycopy(parts.get(i).values(), 0, values, i * length, length);
    }
    int[] shape = parts.getFirst().shape().clone();
    shape[0] = parts.size();
    return new Array(shape, values);
  }
}
