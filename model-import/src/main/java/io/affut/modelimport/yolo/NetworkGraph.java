package io.affut.modelimport.yolo;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.onnx.OnnxGraph;
import io.affut.modelimport.onnx.OnnxModel;
import io.affut.modelimport.onnx.WeightSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The ONNX graph that the modules of a network are turned into.
///
/// Tensors are named after the modules that give them, with a number behind a colon where a module
/// is run more than once. The number of modules and of weights is bounded: a file of a few bytes
/// can describe a tree that holds the same module a billion times.
final class NetworkGraph {
  /// The largest known, YOLOv5x6 and YOLO11x, have about a thousand.
  private static final int MOST_MODULES = 10_000;

  /// YOLOv5x6 has 141 million.
  private static final long MOST_WEIGHTS = 1 << 28;

  private final OnnxGraph graph;
  private final Set<String> kinds = new HashSet<>();
  private int modules;
  private long weights;

  NetworkGraph(WeightStorage storage) {
    graph = new OnnxGraph("detector", storage);
  }

  /// Notes that a module is run.
  void count(TorchModule module) throws ModelImportException {
    kinds.add(module.kind());
    if (++modules > MOST_MODULES) {
      throw new ModelImportException(
          "the network runs more than %,d modules, more than any that is known"
              .formatted(MOST_MODULES));
    }
  }

  /// Whether a module of that kind was run.
  boolean has(String kind) {
    return kinds.contains(kind);
  }

  /// Declares the input.
  void input(ModelPort port) {
    graph.input(port);
  }

  /// Declares the output, a tensor that is there, and ends the graph.
  OnnxModel finish(ModelPort output) throws ModelImportException {
    graph.output(output);
    return graph.finish();
  }

  /// Adds a node and gives the name of its output.
  ///
  /// @param name wanted for the output
  String node(
      String operator, String name, List<String> operands, List<AttributeProto> attributes) {
    String free = free(name);
    graph.node(operator, free, operands, attributes.toArray(AttributeProto[]::new));
    return free;
  }

  /// Adds a node and gives the name of its output.
  String node(String operator, String name, List<String> operands, AttributeProto... attributes) {
    return node(operator, name, operands, List.of(attributes));
  }

  /// Cuts a tensor into parts along an axis.
  ///
  /// @param names wanted for the parts
  /// @param extents of the parts along the axis
  List<String> split(String tensor, int axis, List<String> names, int... extents) {
    List<String> free = names.stream().map(this::free).toList();
    long[] sizes = Arrays.stream(extents).asLongStream().toArray();
    graph.node(
        "Split", free, List.of(tensor, integers(sizes)), OnnxAttribute.integer("axis", axis));
    return free;
  }

  /// Adds a trained weight and gives its name.
  String weight(String name, List<Integer> shape, WeightSource source) throws ModelImportException {
    weights += shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (weights > MOST_WEIGHTS) {
      throw new ModelImportException(
          "the network has more than %,d weights, more than any that is known"
              .formatted(MOST_WEIGHTS));
    }
    String free = free(name);
    graph.weight(free, shape, source);
    return free;
  }

  /// A list of integers, as ONNX takes shapes and axes; equal ones are shared.
  String integers(long... values) {
    return integers(List.of(values.length), values);
  }

  /// A single integer; equal ones are shared.
  String integer(long value) {
    return integers(List.of(), value);
  }

  private String integers(List<Integer> shape, long... values) {
    String text = Arrays.toString(values);
    String name = shape.isEmpty() ? "integer:" + values[0] : "integers:" + text.replace(" ", "");
    if (!graph.has(name)) {
      ByteBuffer data =
          ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.asLongBuffer().put(values);
      graph.initializer(name, ElementType.INT64, shape, data.array());
    }
    return name;
  }

  /// A constant of 32-bit floats.
  String floats(String name, List<Integer> shape, float... values) {
    String free = free(name);
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    graph.initializer(free, ElementType.FLOAT32, shape, data.array());
    return free;
  }

  private String free(String wanted) {
    String name = wanted;
    for (int run = 2; graph.has(name); run++) {
      name = wanted + ":" + run;
    }
    return name;
  }
}
