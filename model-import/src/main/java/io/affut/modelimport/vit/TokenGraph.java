package io.affut.modelimport.vit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.onnx.OnnxGraph;
import io.affut.modelimport.onnx.OnnxModel;
import io.affut.modelimport.onnx.OnnxTypes;
import io.affut.modelimport.onnx.WeightSource;
import io.affut.modelimport.pytorch.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An ONNX graph in the terms of transformers. Each method adds something under the name `result`
/// and gives that name back.
final class TokenGraph {
  private static final float SQRT_2 = (float) Math.sqrt(2);
  private static final int TO_FLOAT = OnnxTypes.code(ElementType.FLOAT32);

  private final OnnxGraph graph;

  /// An empty graph.
  TokenGraph(String name, WeightStorage storage) {
    graph = new OnnxGraph(name, storage);
  }

  /// Declares an input.
  String input(ModelPort port) {
    graph.input(port);
    return port.name();
  }

  /// Ends the graph with these outputs.
  OnnxModel finish(ModelPort... outputs) throws ModelImportException {
    List.of(outputs).forEach(graph::output);
    return graph.finish();
  }

  /// A node of ONNX.
  String node(String operator, String result, List<String> operands, AttributeProto... attributes) {
    graph.node(operator, result, operands, attributes);
    return result;
  }

  /// A node of ONNX with several results.
  List<String> node(
      String operator, List<String> results, List<String> operands, AttributeProto... attributes) {
    graph.node(operator, results, operands, attributes);
    return results;
  }

  /// A list of integers.
  String wholes(String result, long... values) {
    return wholes(result, List.of(values.length), values);
  }

  /// One integer.
  String whole(String result, long value) {
    return wholes(result, List.of(), value);
  }

  private String wholes(String result, List<Integer> shape, long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    graph.initializer(result, ElementType.INT64, shape, bytes.array());
    return result;
  }

  /// One number.
  String number(String result, float value) {
    return numbers(result, List.of(), value);
  }

  /// Numbers that are stored as they are.
  String numbers(String result, List<Integer> shape, float... values) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    graph.initializer(result, ElementType.FLOAT32, shape, bytes.array());
    return result;
  }

  /// A trained weight as it is in the checkpoint.
  String weight(String result, Tensor tensor) {
    List<Integer> shape = tensor.shape().stream().map(Math::toIntExact).toList();
    graph.weight(result, shape, target -> tensor.writeFloats(Channels.newChannel(target)));
    return result;
  }

  /// A linear layer over `[rows, inputs]`: each row times the transposed weight, plus the bias.
  String linear(String result, String rows, ScaledRows weight, float[] bias) {
    int outputs = weight.factors().length;
    int inputs = weight.matrix().shape().get(1).intValue();
    String name = result + ".weight";
    graph.weight(name, List.of(outputs, inputs), weight);
    List<String> operands = new ArrayList<>(List.of(rows, name));
    if (bias.length > 0) {
      graph.weight(result + ".bias", List.of(outputs), WeightSource.of(bias));
      operands.add(result + ".bias");
    }
    return node("Gemm", result, operands, OnnxAttribute.integer("transB", 1));
  }

  /// A layer normalisation over the last extent, with the weights of the same name.
  String layerNorm(String result, String rows, StateDict weights, int width, float epsilon)
      throws ModelImportException {
    weight(result + ".weight", weights.weight(result + ".weight", width));
    weight(result + ".bias", weights.weight(result + ".bias", width));
    return node(
        "LayerNormalization",
        result,
        List.of(rows, result + ".weight", result + ".bias"),
        OnnxAttribute.integer("axis", -1),
        OnnxAttribute.number("epsilon", epsilon));
  }

  /// GELU by its definition, `x / 2 * (1 + erf(x / sqrt 2))`, in the nodes that engines recognise
  /// and compute as one.
  String gelu(String result, String x) {
    String root = number(result + "/root", SQRT_2);
    String one = number(result + "/one", 1);
    String half = number(result + "/half", 0.5f);
    String scaled = node("Div", result + "/scaled", List.of(x, root));
    String erf = node("Erf", result + "/erf", List.of(scaled));
    String sum = node("Add", result + "/sum", List.of(erf, one));
    String product = node("Mul", result + "/product", List.of(x, sum));
    return node("Mul", result, List.of(product, half));
  }

  /// `[batch, tokens, width]` to and from `[batch * tokens, width]`, or any other new shape.
  String reshape(String result, String tensor, long... shape) {
    return node("Reshape", result, List.of(tensor, wholes(result + "/shape", shape)));
  }

  /// The extents of a tensor with the given numbers, as a list.
  String extents(String result, String tensor, long... numbers) {
    String shape = node("Shape", result + "/shape", List.of(tensor));
    return node("Gather", result, List.of(shape, wholes(result + "/numbers", numbers)));
  }

  /// One extent of a tensor, as one integer.
  String extent(String result, String tensor, long number) {
    String shape = node("Shape", result + "/shape", List.of(tensor));
    return node("Gather", result, List.of(shape, whole(result + "/number", number)));
  }

  /// A tensor under another name.
  String same(String result, String tensor) {
    return node("Identity", result, List.of(tensor));
  }

  /// Several tensors behind each other.
  String concat(String result, int axis, String... tensors) {
    return node("Concat", result, List.of(tensors), OnnxAttribute.integer("axis", axis));
  }

  /// New extents of 1.
  String unsqueeze(String result, String tensor, long... axes) {
    return node("Unsqueeze", result, List.of(tensor, wholes(result + "/axes", axes)));
  }

  /// The middles of `count` equal cells, `0.5, 1.5, ...`, as numbers.
  ///
  /// @param count one integer
  String middles(String result, String count) {
    String start = whole(result + "/start", 0);
    String step = whole(result + "/step", 1);
    String cells = node("Range", result + "/cells", List.of(start, count, step));
    String half = number(result + "/half", 0.5f);
    return node("Add", result, List.of(asNumbers(result + "/numbers", cells), half));
  }

  /// Integers as numbers.
  String asNumbers(String result, String wholes) {
    return node("Cast", result, List.of(wholes), OnnxAttribute.integer("to", TO_FLOAT));
  }

  /// `count` ones.
  static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
