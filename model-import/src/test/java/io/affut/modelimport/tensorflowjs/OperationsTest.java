package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.Batches;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.Onnx;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation of TensorFlow means the same after the conversion. Convolutions, pooling and
/// resizing have properties of their own.
class OperationsTest {
  /// A convolution that changes nothing, so that what follows finds its input channels first.
  private static final String UNCHANGED =
      """
      "padding": {"s": text('VALID')}, "strides": {"list": {"i": ["1", "1", "1", "1"]}}\
      """;

  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  static Stream<Arguments> functions() {
    return Stream.of(
        function("Relu", x -> Math.max(x, 0)),
        function("Relu6", x -> Math.clamp(x, 0, 6)),
        function("Elu", x -> x < 0 ? Math.expm1(x) : x),
        function("LeakyRelu", x -> x < 0 ? 0.2f * x : x),
        function("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
        function("Tanh", Math::tanh),
        function("Softplus", x -> Math.log1p(Math.exp(x))),
        function("Abs", Math::abs),
        function("Exp", Math::exp),
        function("Floor", Math::floor),
        function("Neg", x -> -x),
        function("Square", x -> x * x),
        function("Identity", x -> x),
        function("StopGradient", x -> x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionsOfOneElement(String operation, DoubleUnaryOperator function) throws Exception {
    Array x = new Array(shape(1, 2, 2, 2), new float[] {-3, -0.5f, 0, 0.25f, 1, 5.5f, 6, 9});
    assertGives(twoChannels(x).node("y", operation, "channels"), x, mapped(x, function));
  }

  @ParameterizedTest
  @CsvSource({"Sqrt", "Rsqrt", "Log"})
  void functionsOfPositiveElements(String operation) throws Exception {
    Array x = new Array(shape(4), new float[] {0.25f, 1, 2, 81});
    DoubleUnaryOperator function =
        switch (operation) {
          case "Sqrt" -> Math::sqrt;
          case "Rsqrt" -> v -> 1 / Math.sqrt(v);
          default -> Math::log;
        };
    assertGives(model(x).node("y", operation, "x"), x, mapped(x, function));
  }

  @Test
  void leakyReluHasTheSlopeOfItsAttribute() throws Exception {
    Array x = new Array(shape(2), new float[] {-8, 8});
    GraphModelFile model = model(x).node("y", "LeakyRelu", "x", "\"alpha\": {\"f\": 0.125}");
    assertGives(model, x, new Array(shape(2), new float[] {-1, 8}));
  }

  static Stream<Arguments> functionsOfTwo() {
    return Stream.of(
        functionOfTwo("Add", Double::sum),
        functionOfTwo("AddV2", Double::sum),
        functionOfTwo("BiasAdd", Double::sum),
        functionOfTwo("Sub", (a, b) -> a - b),
        functionOfTwo("Mul", (a, b) -> a * b),
        functionOfTwo("RealDiv", (a, b) -> a / b),
        functionOfTwo("Maximum", Math::max),
        functionOfTwo("Minimum", Math::min));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfTwo")
  void aVectorIsAppliedToTheChannels(String operation, DoubleBinaryOperator function)
      throws Exception {
    Array x = Array.random(5, 1, 2, 3, 2);
    float[] vector = {1.5f, -0.5f};

    Array expected = new Array(x.shape(), x.values().clone());
    for (int i = 0; i < x.values().length; i++) {
      expected.values()[i] = (float) function.applyAsDouble(x.values()[i], vector[i % 2]);
    }
    GraphModelFile model =
        twoChannels(x).floats("vector", shape(2), vector).node("y", operation, "channels vector");
    assertGives(model, x, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfTwo")
  void constantsAloneAreComputedAtOnce(String operation, DoubleBinaryOperator function)
      throws Exception {
    Array x = new Array(shape(2, 2), new float[4]);
    GraphModelFile model =
        model(x)
            .floats("a", shape(2, 1), 6, -3)
            .floats("b", shape(2), 2, 0.5f)
            .node("folded", operation, "a b")
            .node("y", "AddV2", "x folded");
    float[] expected = {
      (float) function.applyAsDouble(6, 2),
      (float) function.applyAsDouble(6, 0.5),
      (float) function.applyAsDouble(-3, 2),
      (float) function.applyAsDouble(-3, 0.5)
    };
    assertGives(model, x, new Array(shape(2, 2), expected));
    assertThat(Onnx.read(model.onnx()).getGraph().getNodeCount()).isOne();
  }

  @Test
  void powersAreTaken() throws Exception {
    Array x = new Array(shape(3), new float[] {1, 2, 3});
    GraphModelFile model = model(x).floats("three", shape(), 3).node("y", "Pow", "x three");
    assertGives(model, x, new Array(shape(3), new float[] {1, 8, 27}));
  }

  @Test
  void pictureAndItsMeanAreMultipliedInWhateverLayoutTheyHave() throws Exception {
    Array x = Array.random(6, 1, 2, 2, 2);
    GraphModelFile model =
        twoChannels(x)
            .integers("axes", 1, 2)
            .node("mean", "Mean", "channels axes", "\"keep_dims\": {\"b\": true}")
            .node("y", "Mul", "mean x");
    float[] expected = new float[8];
    for (int channel = 0; channel < 2; channel++) {
      float mean = 0;
      for (int i = channel; i < 8; i += 2) {
        mean += x.values()[i] / 4;
      }
      for (int i = channel; i < 8; i += 2) {
        expected[i] = x.values()[i] * mean;
      }
    }
    assertGives(model, x, new Array(x.shape(), expected));
  }

  @ParameterizedTest
  @CsvSource({"Mean, 1.5", "Sum, 6", "Max, 3", "Min, 0"})
  void axesAreReduced(String operation, float firstChannel) throws Exception {
    Array x = new Array(shape(1, 2, 2, 2), new float[] {0, 10, 1, 11, 2, 12, 3, 13});
    GraphModelFile model =
        twoChannels(x).integers("axes", 1, -2).node("y", operation, "channels axes");
    float second = operation.equals("Sum") ? 46 : firstChannel + 10;
    assertGives(model, x, new Array(shape(1, 2), new float[] {firstChannel, second}));
    assertThat(transposes(model)).as("one at the input alone").isOne();
  }

  @ParameterizedTest
  @CsvSource({"Mean", "Sum", "Max"})
  void theBatchAloneIsReducedInTheOrderOfTheOriginal(String operation) throws Exception {
    Array x = Array.random(7, 1, 2, 3, 2);
    GraphModelFile model = twoChannels(x).integers("axes", 0).node("y", operation, "channels axes");
    assertGives(model, x, new Array(shape(2, 3, 2), x.values()));
  }

  @Test
  void noAxesReduceNothing() throws Exception {
    Array x = Array.random(8, 2, 3);
    GraphModelFile model =
        model(x).integers("axes").node("same", "Sum", "x axes").node("y", "Neg", "same");
    assertGives(model, x, mapped(x, v -> -v));
  }

  @Test
  void aReshapeSeesThePictureAsWritten() throws Exception {
    Array x = Array.random(9, 1, 2, 3, 2);
    GraphModelFile model =
        twoChannels(x).integers("shape", 3, -1).node("y", "Reshape", "channels shape");
    assertGives(model, x, new Array(shape(3, 4), x.values()));
  }

  @Test
  void aShapeMayBeComputedFromTheShapeOfAnInput() throws Exception {
    Array x = Array.random(10, 1, 2, 3, 2);
    GraphModelFile model =
        twoChannels(x)
            .node("shape", "Shape", "channels")
            .integers("one", 1)
            .integers("three", 3)
            .integers("step", 1)
            .node("size", "StridedSlice", "shape one three step")
            .integers("two", 2, 2)
            .node("larger", "Mul", "size two")
            .node("y", "ResizeNearestNeighbor", "channels larger");
    assertGives(model, x, NaivePictures.nearest(x, 4, 6, false, false));
  }

  @Test
  void aShapeMayBePackedFromNumbers() throws Exception {
    Array x = Array.random(11, 2, 6);
    GraphModelFile model =
        model(x)
            .integer("three", 3)
            .integer("four", 4)
            .node("shape", "Pack", "three four", "\"axis\": {\"i\": \"0\"}")
            .node("y", "Reshape", "x shape");
    assertGives(model, x, new Array(shape(3, 4), x.values()));
  }

  @Test
  void valuesArePackedAlongANewAxis() throws Exception {
    Array x = new Array(shape(2), new float[] {1, 2});
    GraphModelFile model =
        model(x).node("minus", "Neg", "x").node("y", "Pack", "x minus", "\"axis\": {\"i\": -1}");
    assertGives(model, x, new Array(shape(2, 2), new float[] {1, -1, 2, -2}));
  }

  @Test
  void axesOfOneComeAndGo() throws Exception {
    Array x = Array.random(12, 1, 1, 1, 2);
    GraphModelFile model =
        twoChannels(x)
            .node(
                "flat", "Squeeze", "channels", "\"squeeze_dims\": {\"list\": {\"i\": [1, \"2\"]}}")
            .integer("axis", -1)
            .node("y", "ExpandDims", "flat axis");
    assertGives(model, x, new Array(shape(1, 2, 1), x.values()));
    assertThat(transposes(model)).as("one at the input alone").isOne();
  }

  @Test
  void aSqueezeWithoutAxesTakesAllOfOne() throws Exception {
    Array x = Array.random(13, 1, 3, 1, 2);
    GraphModelFile model = twoChannels(x).node("y", "Squeeze", "channels");
    assertGives(model, x, new Array(shape(3, 2), x.values()));
  }

  @Test
  void aTransposeOfAPictureIsOneTranspose() throws Exception {
    Array x = new Array(shape(1, 2, 1, 2), new float[] {1, 2, 3, 4});
    GraphModelFile model =
        twoChannels(x).integers("order", 0, 3, 2, 1).node("y", "Transpose", "channels order");
    assertGives(model, x, new Array(shape(1, 2, 1, 2), new float[] {1, 3, 2, 4}));
    assertThat(transposes(model)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"3", "-1"})
  void channelsAreConcatenated(int axis) throws Exception {
    Array x = new Array(shape(1, 1, 2, 2), new float[] {1, 2, 3, 4});
    GraphModelFile model =
        twoChannels(x)
            .floats("more", shape(1, 1, 2, 1), 10, 20)
            .integer("axis", axis)
            .node("y", "ConcatV2", "channels x more axis");
    assertGives(
        model, x, new Array(shape(1, 1, 2, 5), new float[] {1, 2, 1, 2, 10, 3, 4, 3, 4, 20}));
  }

  @Test
  void rowsArePaddedWithZeros() throws Exception {
    Array x = new Array(shape(1, 1, 2, 2), new float[] {1, 2, 3, 4});
    GraphModelFile model =
        twoChannels(x)
            .integers("paddings", shape(4, 2), 0, 0, 1, 0, 0, 1, 0, 0)
            .node("y", "Pad", "channels paddings");
    assertGives(
        model, x, new Array(shape(1, 2, 3, 2), new float[] {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0}));
  }

  @Test
  void paddingMayBeAnotherNumber() throws Exception {
    Array x = new Array(shape(2), new float[] {1, 2});
    GraphModelFile model =
        model(x)
            .integers("paddings", shape(1, 2), 1, 2)
            .floats("fill", shape(), -7)
            .node("y", "PadV2", "x paddings fill");
    assertGives(model, x, new Array(shape(5), new float[] {-7, 1, 2, -7, -7}));
  }

  @Test
  void aSoftmaxRunsOverTheChannels() throws Exception {
    Array x = new Array(shape(1, 1, 2, 2), new float[] {0, 0, 0, (float) Math.log(3)});
    GraphModelFile model = twoChannels(x).node("y", "Softmax", "channels");
    assertGives(model, x, new Array(x.shape(), new float[] {0.5f, 0.5f, 0.25f, 0.75f}));
  }

  @Test
  void batchNormalisationUsesItsStatistics() throws Exception {
    Array x = new Array(shape(1, 1, 2, 2), new float[] {1, 2, 3, 4});
    GraphModelFile model =
        model(x)
            .floats("scale", shape(2), 1, 10)
            .floats("offset", shape(2), 0, 100)
            .floats("mean", shape(2), 1, 2)
            .floats("variance", shape(2), 3, 0)
            .node(
                "y", "FusedBatchNormV3", "x scale offset mean variance", "\"epsilon\": {\"f\": 1}");
    assertGives(model, x, new Array(x.shape(), new float[] {0, 100, 1, 120}));
  }

  @Test
  void eachChannelHasItsSlopeInPrelu() throws Exception {
    Array x = new Array(shape(1, 1, 2, 2), new float[] {-1, -1, 1, -2});
    GraphModelFile model =
        twoChannels(x)
            .floats("slopes", shape(1, 1, 2), 0.5f, 2)
            .node("y", "Prelu", "channels slopes");
    assertGives(model, x, new Array(x.shape(), new float[] {-0.5f, -2, 1, -4}));
  }

  @ParameterizedTest
  @CsvSource({
    "Relu, -4, 2, 0, 2",
    "Relu6, -4, 9, 0, 6",
    "Elu, 0, 2, 0, 2",
    "LeakyRelu, -4, 2, -1, 2",
    "Sigmoid, 0, 0, 0.5, 0.5",
    "Prelu, -4, 2, -0.5, 2"
  })
  void anActivationIsFusedToAConvolutionWithABias(
      String activation, float first, float second, float expectedFirst, float expectedSecond)
      throws Exception {
    Array x = new Array(shape(1, 1, 1, 2), new float[] {first - 1, second + 1});
    GraphModelFile model =
        model(x)
            .floats("kernel", shape(1, 1, 2, 2), 1, 0, 0, 1)
            .floats("bias", shape(2), 1, -1)
            .floats("slopes", shape(1, 1, 2), 0.125f, 0.125f)
            .node(
                "y",
                "_FusedConv2D",
                "x kernel bias" + (activation.equals("Prelu") ? " slopes" : ""),
                UNCHANGED
                    + """
                    , "leakyrelu_alpha": {"f": 0.25},
                    "fused_ops": {"list": {"s": [text('BiasAdd'), text('%s')]}}\
                    """
                        .formatted(activation));
    assertGives(model, x, new Array(x.shape(), new float[] {expectedFirst, expectedSecond}));
  }

  @Test
  void aDepthwiseConvolutionMayHaveABiasFused() throws Exception {
    Array x = new Array(shape(1, 1, 1, 2), new float[] {1, 2});
    GraphModelFile model =
        model(x)
            .floats("kernel", shape(1, 1, 2, 1), 3, 4)
            .floats("bias", shape(2), 0, -100)
            .node(
                "y",
                "FusedDepthwiseConv2dNative",
                "x kernel bias",
                UNCHANGED
                    + """
                    , "fused_ops": {"list": {"s": [text('BiasAdd'), text('Relu')]}}\
                    """);
    assertGives(model, x, new Array(x.shape(), new float[] {3, 0}));
  }

  @Test
  void explicitPaddingIsKept() throws Exception {
    Array x = new Array(shape(1, 1, 1, 1), new float[] {5});
    GraphModelFile model =
        model(x)
            .floats("kernel", shape(1, 1, 1, 1), 2)
            .node(
                "y",
                "Conv2D",
                "x kernel",
                """
                "padding": {"s": text('EXPLICIT')},
                "explicit_paddings": {"list": {"i": [0, 0, 1, 0, 0, 2, 0, 0]}}\
                """);
    assertGives(model, x, new Array(shape(1, 2, 3, 1), new float[] {0, 0, 0, 10, 0, 0}));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void matricesAreMultiplied(boolean turnA, boolean turnB) throws Exception {
    Array x = new Array(shape(2, 2), new float[] {1, 2, 3, 4});
    float[] a = turnA ? new float[] {1, 3, 2, 4} : x.values();
    float[] b = turnB ? new float[] {5, 7, 6, 8} : new float[] {5, 6, 7, 8};
    float[] expected = {
      a[0] * b[0] + a[1] * b[2],
      a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2],
      a[2] * b[1] + a[3] * b[3]
    };
    String attributes =
        """
        "transpose_a": {"b": %s}, "transpose_b": {"b": %s}\
        """
            .formatted(turnA, turnB);
    GraphModelFile model =
        model(x).floats("b", shape(2, 2), 5, 6, 7, 8).node("y", "MatMul", "x b", attributes);
    assertGives(model, x, new Array(shape(2, 2), expected));
  }

  @Test
  void aMatrixProductMayHaveABiasAndAnActivationFused() throws Exception {
    Array x = new Array(shape(1, 2), new float[] {1, 2});
    GraphModelFile model =
        model(x)
            .floats("b", shape(2, 2), 1, 0, 0, 1)
            .floats("bias", shape(2), 1, -5)
            .node(
                "y",
                "_FusedMatMul",
                "x b bias",
                """
                "fused_ops": {"list": {"s": [text('BiasAdd'), text('Relu')]}}\
                """);
    assertGives(model, x, new Array(shape(1, 2), new float[] {2, 0}));
  }

  @Test
  void manyMatricesAreMultipliedByOne() throws Exception {
    Array x = new Array(shape(2, 1, 2), new float[] {1, 2, 3, 4});
    GraphModelFile model =
        model(x)
            .floats("b", shape(1, 1, 2), 10, 100)
            .node("y", "BatchMatMulV2", "x b", "\"adj_y\": {\"b\": true}");
    assertGives(model, x, new Array(shape(2, 1, 1), new float[] {210, 430}));
  }

  @Test
  void elementsAreCast() throws Exception {
    Array x = new Array(shape(3), new float[] {-1.5f, 0, 2.75f});
    GraphModelFile model =
        model(x)
            .node("whole", "Cast", "x", "\"DstT\": {\"type\": \"DT_INT32\"}")
            .integers("one", 1)
            .node("more", "AddV2", "whole one")
            .node("y", "Cast", "more", "\"DstT\": {\"type\": \"DT_FLOAT\"}");
    assertGives(model, x, new Array(shape(3), new float[] {0, 1, 3}));
  }

  static Stream<Arguments> slices() {
    // x is 0 to 23 of the shape 2, 3, 4.
    return Stream.of(
        slice("x[1]", "1", "2", "1", "\"shrink_axis_mask\": {\"i\": 1}", "3 4", 12, 23, 1),
        slice("x[-1, 0]", "-1 0", "0 1", "1 1", "\"shrink_axis_mask\": {\"i\": 3}", "4", 12, 15, 1),
        slice(
            "x[..., 2]",
            "0 2",
            "0 3",
            "1 1",
            "\"ellipsis_mask\": {\"i\": 1}, \"shrink_axis_mask\": {\"i\": \"2\"}",
            "2 3",
            2,
            22,
            4),
        slice(
            "x[0, 0, ::-2]",
            "0 0 0",
            "1 1 0",
            "1 1 -2",
            "\"begin_mask\": {\"i\": 4}, \"end_mask\": {\"i\": 4}",
            "1 1 2",
            3,
            1,
            -2),
        slice("x[0, 0, 2:0:-1]", "0 0 2", "1 1 0", "1 1 -1", "", "1 1 2", 2, 1, -1),
        slice(
            "x[1:, newaxis, 2, 1:9]",
            "1 0 2 1",
            "0 0 0 9",
            "1 1 1 1",
            "\"end_mask\": {\"i\": 1}, \"new_axis_mask\": {\"i\": 2}, \"shrink_axis_mask\": {\"i\": 4}",
            "1 1 3",
            21,
            23,
            1),
        slice(
            "x[:]",
            "0",
            "0",
            "1",
            "\"begin_mask\": {\"i\": 1}, \"end_mask\": {\"i\": 1}",
            "2 3 4",
            0,
            23,
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slices")
  void partsAreCutOutAsInPython(
      String python, int[] begin, int[] end, int[] steps, String masks, Array expected)
      throws Exception {
    Array x = new Array(shape(2, 3, 4), counted(0, 23, 1));
    GraphModelFile model =
        model(x)
            .integers("begin", begin)
            .integers("end", end)
            .integers("steps", steps)
            .floats("same", x.shape(), x.values())
            .node("y", "StridedSlice", "x begin end steps", masks)
            .node("folded", "StridedSlice", "same begin end steps", masks)
            .node("twice", "AddV2", "y folded");
    model.convert("y", "twice");
    Map<String, Array> outputs = Onnx.run(model.onnx(), Map.of("x", x));
    assertSame(outputs.get("y"), expected, 0);
    assertSame(outputs.get("twice"), mapped(expected, v -> 2 * v), 0);
  }

  @Test
  void aPictureIsCutInItsOwnLayout() throws Exception {
    Array x = new Array(shape(1, 2, 2, 2), counted(0, 7, 1));
    GraphModelFile model =
        twoChannels(x)
            .integers("begin", 0, 1, 0, 1)
            .integers("size", 1, 1, -1, 1)
            .node("y", "Slice", "channels begin size");
    assertGives(model, x, new Array(shape(1, 1, 2, 1), new float[] {5, 7}));
  }

  private GraphModelFile model(Array x) {
    return GraphModelFile.in(folder).input("x", x.shape());
  }

  /// A model whose node `channels` has the elements of the picture `x`, channels first.
  private GraphModelFile twoChannels(Array x) {
    return model(x)
        .floats("unchanged", shape(1, 1, 2, 2), 1, 0, 0, 1)
        .node("channels", "Conv2D", "x unchanged", UNCHANGED);
  }

  private static void assertGives(GraphModelFile model, Array x, Array expected) throws Exception {
    ImportedModel imported = model.convert("y");
    assertSame(Onnx.run(model.onnx(), Map.of("x", x)).get("y"), expected, TOLERANCE);
    if (Batches.takes(imported)) {
      Batches.assertEachIsComputedAlone(imported, x, TOLERANCE);
    }
  }

  private static long transposes(GraphModelFile model) {
    return Onnx.read(model.onnx()).getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("Transpose"))
        .count();
  }

  private static Array mapped(Array x, DoubleUnaryOperator function) {
    float[] values = new float[x.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(x.values()[i]);
    }
    return new Array(x.shape(), values);
  }

  private static float[] counted(int first, int last, int step) {
    float[] values = new float[(last - first) / step + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i * step;
    }
    return values;
  }

  private static Arguments function(String operation, DoubleUnaryOperator function) {
    return Arguments.of(operation, function);
  }

  private static Arguments functionOfTwo(String operation, DoubleBinaryOperator function) {
    return Arguments.of(operation, function);
  }

  private static Arguments slice(
      String python,
      String begin,
      String end,
      String steps,
      String masks,
      String shape,
      int first,
      int last,
      int step) {
    return Arguments.of(
        python,
        numbers(begin),
        numbers(end),
        numbers(steps),
        masks,
        new Array(numbers(shape), counted(first, last, step)));
  }

  private static int[] numbers(String text) {
    return Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
