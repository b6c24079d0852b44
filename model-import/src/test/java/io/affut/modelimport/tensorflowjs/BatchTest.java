package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.Batches;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A graph that treats each picture alone is written for batches of any size, and every other for
/// one picture.
class BatchTest {
  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void theFirstExtentIsABatchWhereItIsOneOrNotKnown(int first) throws Exception {
    ImportedModel model =
        GraphModelFile.in(folder).input("x", first, 3).node("y", "Relu", "x").convert("y");
    assertThat(model.inputs()).containsExactly(ModelPort.floats("x", "batch", "3"));
    assertThat(model.outputs()).containsExactly(ModelPort.floats("y", "batch", "3"));
  }

  @Test
  void severalPicturesThatTheGraphWantsAtOnceAreNoBatch() throws Exception {
    ImportedModel model =
        GraphModelFile.in(folder).input("x", 2, 3).node("y", "Relu", "x").convert("y");
    assertThat(model.inputs())
        .containsExactly(new ModelPort("x", ElementType.FLOAT32, List.of(2, 3)));
  }

  @Test
  void aNumberByItselfIsNoBatch() throws Exception {
    ImportedModel model =
        GraphModelFile.in(folder).input("x", 1).node("y", "Relu", "x").convert("y");
    assertThat(model.inputs()).containsExactly(new ModelPort("x", ElementType.FLOAT32, List.of(1)));
  }

  static Stream<Arguments> ofEachPictureAlone() {
    return Stream.of(
        graph("it is flattened", m -> m.integers("to", 1, -1).node("y", "Reshape", "x to")),
        graph("whatever is left over", m -> m.integers("to", -1, 4).node("y", "Reshape", "row to")),
        graph("a shape of its own", m -> m.node("to", "Shape", "x").node("y", "Reshape", "x to")),
        graph(
            "an axis is added and goes",
            m ->
                m.integer("last", -1)
                    .node("more", "ExpandDims", "x last")
                    .node("y", "Squeeze", "more", "\"squeeze_dims\": {\"list\": {\"i\": [4]}}")),
        graph(
            "axes change their places",
            m -> m.integers("order", 0, 3, 1, 2).node("y", "Transpose", "x order")),
        graph("axes are reduced", m -> m.integers("axes", 1, 2).node("y", "Mean", "x axes")),
        graph(
            "the whole batch is cut out",
            m ->
                m.integers("from", 0, 1, 0, 0)
                    .integers("to", 1, 2, 2, 4)
                    .integers("steps", 1, 1, 1, -1)
                    .node("y", "StridedSlice", "x from to steps", backwards())),
        graph(
            "a part is cut out",
            m ->
                m.integers("from", 0, 1, 0, 2)
                    .integers("size", -1, 1, 2, 2)
                    .node("y", "Slice", "x from size")),
        graph(
            "rows are padded",
            m -> m.integers("by", shape(4, 2), 0, 0, 1, 2, 0, 0, 3, 0).node("y", "Pad", "x by")),
        graph(
            "values are put side by side",
            m -> m.integer("axis", 3).node("two", "Neg", "x").node("y", "ConcatV2", "x two axis")),
        graph("twice the same", m -> m.node("y", "Pack", "x x", "\"axis\": {\"i\": 1}")),
        graph("a softmax", m -> m.node("y", "Softmax", "row")),
        graph(
            "a product with weights",
            m -> m.floats("w", shape(4, 1), 1, 2, 3, 4).node("y", "MatMul", "row w")),
        graph(
            "a product of itself",
            m -> m.node("y", "BatchMatMulV2", "x x", "\"adj_y\": {\"b\": true}")),
        resized("larger by a whole number", "ResizeBilinear", 4, 6),
        resized("larger by another", "ResizeBilinear", 3, 5),
        resized("smaller", "ResizeNearestNeighbor", 1, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofEachPictureAlone")
  void whatIsDoneToEachPictureIsDoneToBatches(String what, UnaryOperator<GraphModelFile> nodes)
      throws Exception {
    ImportedModel model = nodes.apply(pictures()).convert("y");
    Batches.assertEachIsComputedAlone(
        model, model.inputs().getFirst().name().equals("x") ? x() : row(), TOLERANCE);
  }

  static Stream<Arguments> ofAllTogether() {
    return Stream.of(
        graph("their mean", m -> m.integers("axes", 0, 1).node("y", "Mean", "x axes")),
        graph(
            "their mean, with its place kept",
            m -> m.integers("axes", 0).node("y", "Max", "x axes", "\"keep_dims\": {\"b\": true}")),
        graph("one row of all", m -> m.integers("to", -1).node("y", "Reshape", "x to")),
        graph("rows of all", m -> m.integers("to", -1, 4).node("y", "Reshape", "x to")),
        graph("nothing but numbers", m -> m.node("y", "Squeeze", "x")),
        graph(
            "without their place",
            m -> m.node("y", "Squeeze", "x", "\"squeeze_dims\": {\"list\": {\"i\": [0]}}")),
        graph("another axis before", m -> m.integer("axis", 0).node("y", "ExpandDims", "x axis")),
        graph(
            "another axis first",
            m -> m.integers("order", 1, 0, 2, 3).node("y", "Transpose", "x order")),
        graph("one after the other", m -> m.integer("axis", 0).node("y", "ConcatV2", "x x axis")),
        graph("one upon the other", m -> m.node("y", "Pack", "x x")),
        graph(
            "beside what is there once",
            m ->
                m.integer("axis", 3)
                    .floats("once", shape(1, 2, 2, 1), 1, 2, 3, 4)
                    .node("y", "ConcatV2", "x once axis")),
        graph(
            "with one more of zeros",
            m -> m.integers("by", shape(4, 2), 0, 1, 0, 0, 0, 0, 0, 0).node("y", "Pad", "x by")),
        graph("the first of them", m -> m.node("y", "StridedSlice", "x zero one one", single())),
        graph(
            "a new axis before",
            m -> m.node("y", "StridedSlice", "x zero one one", "\"new_axis_mask\": {\"i\": 1}")),
        graph(
            "pictures as columns",
            m ->
                m.floats("w", shape(1, 3), 1, 2, 3)
                    .node("y", "MatMul", "row w", "\"transpose_a\": {\"b\": true}")),
        graph(
            "pictures as rows of weights",
            m -> m.floats("w", shape(3, 1), 1, 2, 3).node("y", "MatMul", "w row")),
        graph(
            "pictures as rows of a single weight",
            m -> m.floats("w", shape(1, 1), 2).node("y", "MatMul", "w row")),
        graph("a row and all", m -> m.node("y", "AddV2", "x row")),
        graph(
            "two for each", m -> m.floats("w", shape(2, 1, 1, 1), 1, 2).node("y", "AddV2", "x w")),
        graph(
            "in another axis's place",
            m -> m.floats("w", shape(1, 1, 1, 1, 1), 1).node("y", "AddV2", "x w")),
        graph(
            "a softmax of them",
            m ->
                m.integers("axes", 1)
                    .node("numbers", "Sum", "row axes")
                    .node("y", "Softmax", "numbers")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofAllTogether")
  void whatIsDoneToAllPicturesTogetherIsDoneToOne(String what, UnaryOperator<GraphModelFile> nodes)
      throws Exception {
    ImportedModel model = nodes.apply(pictures()).convert("y");
    assertThat(model.inputs().getFirst().shape().getFirst()).isOne();
    assertThat(Batches.takes(model)).isFalse();
    Map<String, Array> inputs = new HashMap<>(Map.of("x", x(), "row", row()));
    inputs.keySet().retainAll(model.inputs().stream().map(ModelPort::name).toList());
    Array y = Onnx.run(model.file(), inputs).get("y");
    assertThat(y.shape())
        .containsExactly(
            model.outputs().getFirst().shape().stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void anOutputThatIsTheSameForAllPicturesKeepsTheOthersFromBatches() throws Exception {
    ImportedModel model =
        GraphModelFile.in(folder)
            .input("x", 1, 3)
            .input("number", 1)
            .node("y", "Relu", "x")
            .node("once", "Relu", "number")
            .convert("y", "once");
    assertThat(model.inputs().getFirst().shape()).containsExactly(1, 3);
  }

  /// Two inputs, `x` `[1, 2, 2, 4]` and `row` `[1, 4]`; what is not used falls away.
  private GraphModelFile pictures() {
    return GraphModelFile.in(folder)
        .input("x", 1, 2, 2, 4)
        .input("row", 1, 4)
        .integers("zero", 0)
        .integers("one", 1);
  }

  private static Array x() {
    return Array.random(1, 1, 2, 2, 4);
  }

  private static Array row() {
    return Array.random(2, 1, 4);
  }

  /// Masks for the last of four axes, the whole of it.
  private static String backwards() {
    return "\"begin_mask\": {\"i\": 8}, \"end_mask\": {\"i\": 8}";
  }

  private static String single() {
    return "\"shrink_axis_mask\": {\"i\": 1}";
  }

  private static Arguments resized(String what, String operation, int height, int width) {
    return graph(what, m -> m.integers("size", height, width).node("y", operation, "x size"));
  }

  private static Arguments graph(String what, UnaryOperator<GraphModelFile> nodes) {
    return Arguments.of(what, nodes);
  }
}
