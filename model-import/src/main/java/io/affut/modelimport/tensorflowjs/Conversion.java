package io.affut.modelimport.tensorflowjs;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.onnx.OnnxGraph;
import io.affut.modelimport.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A graph on its way to ONNX: what each node converted so far gives, and the ONNX graph.
///
/// ONNX tensors are named after the TensorFlow nodes that they come from. Where a node needs more
/// than one, the others have a suffix after a colon, which no node's name contains.
final class Conversion {
  private static final String BATCH = "batch";

  private final GraphModel model;
  private final boolean forBatches;
  private final Map<String, Value> values = new HashMap<>();
  private final OnnxGraph graph = new OnnxGraph("graph-model");

  /// @param forBatches whether the first extent of the inputs is a batch of any size, where the
  ///   graph has 1 there or nothing; else it is 1
  Conversion(GraphModel model, boolean forBatches) {
    this.model = model;
    this.forBatches = forBatches;
  }

  boolean isForBatches() {
    return forBatches;
  }

  GraphModel model() {
    return model;
  }

  /// Converts a node whose inputs are converted already.
  ///
  /// @throws FixedBatchException where it cannot be done to batches
  void convert(GraphNode node) throws ModelImportException {
    Value value;
    try {
      value = Operations.named(node.operation()).convert(node, this);
    } catch (ShapeException e) {
      throw node.refusal("cannot be converted: " + e.getMessage());
    }
    // An extent of 0 means something else to ONNX's Reshape, and no network needs one.
    if (value instanceof Computed && value.shape().elements() == 0) {
      throw node.refusal("gives no elements at all: its shape is " + value.shape());
    }
    values.put(node.name(), value);
  }

  /// Makes what a node gives an output of the network, under the node's name and in the layout of
  /// the TensorFlow graph.
  void output(String node) throws ModelImportException {
    if (!(values.get(node) instanceof Computed value)) {
      throw new ModelImportException("the wanted output " + node + " is a constant");
    }
    if (model.nodes().get(node).operation().equals("Placeholder")) {
      throw new ModelImportException("the wanted output " + node + " is an input");
    }
    if (value.name().equals(node)) {
      tensor(value, Layout.AS_WRITTEN);
    } else if (value.home() == Layout.AS_WRITTEN) {
      graph.node("Identity", node, List.of(value.tensor()));
    } else {
      transpose(value, Layout.AS_WRITTEN, node);
    }
    if (forBatches && !value.shape().batch()) {
      throw new FixedBatchException("the output " + node + " has no batch");
    }
    graph.output(port(node, value.type(), value.shape()));
  }

  OnnxModel finish() throws ModelImportException {
    return graph.finish();
  }

  // What a node takes.

  /// What arrives at an input of a node.
  Value input(GraphNode node, int index) throws ModelImportException {
    if (index >= node.inputs().size()) {
      throw node.refusal("has no input " + index);
    }
    GraphNode.Source source = node.inputs().get(index);
    if (source.output() != 0) {
      throw node.refusal(
          "takes output %d of %s, and only first outputs are known"
              .formatted(source.output(), source.node()));
    }
    return values.get(source.node());
  }

  /// What arrives at an input that must have a number of axes.
  Value input(GraphNode node, int index, int rank) throws ModelImportException {
    Value value = input(node, index);
    if (value.shape().rank() != rank) {
      throw node.refusal(
          "needs an input of %d axes, but %s has the shape %s"
              .formatted(rank, value.name(), value.shape()));
    }
    return value;
  }

  /// What arrives at an input that must be known now.
  Constant constant(GraphNode node, int index) throws ModelImportException {
    Value value = input(node, index);
    if (value instanceof Constant constant) {
      return constant;
    }
    throw node.refusal("takes " + value.name() + ", which is computed, where it needs a constant");
  }

  /// The elements of an input that must be known now, such as axes or a shape.
  int[] integers(GraphNode node, int index) throws ModelImportException {
    return Arrays.stream(constant(node, index).elements()).mapToInt(e -> (int) e).toArray();
  }

  /// An axis of a value, where negative numbers count from the end.
  int axis(GraphNode node, int axis, int rank) throws ModelImportException {
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw node.refusal("has the axis %d of a value with %d axes".formatted(axis, rank));
    }
    return counted;
  }

  // ONNX tensors.

  /// The ONNX tensor that holds a value in a layout, made when it is first asked for.
  String tensor(Value value, Layout layout) {
    return switch (value) {
      case Constant constant when layout == Layout.CHANNELS_FIRST ->
          initializer(constant.permuted(layout.permutation()), layout.suffix());
      case Constant constant -> initializer(constant, "");
      case Computed computed -> {
        String tensor = computed.tensor(layout);
        if (!graph.has(tensor)) {
          transpose(computed, layout, tensor);
        }
        yield tensor;
      }
    };
  }

  /// The ONNX tensor for a value that is broadcast against others in `layout`: one of fewer axes
  /// gets leading ones before its axes are put in order.
  String operand(Value value, Layout layout) {
    if (layout == Layout.AS_WRITTEN || value.shape().rank() == 0) {
      return tensor(value, Layout.AS_WRITTEN);
    }
    return value instanceof Constant constant
        ? tensor(constant.reshaped(constant.shape().padded(4)), layout)
        : tensor(value, layout);
  }

  /// A constant in an arrangement of its own, named after the original and `suffix`.
  String initializer(Constant constant, String suffix) {
    String tensor = constant.name() + suffix;
    if (!graph.has(tensor)) {
      graph.initializer(tensor, constant.type(), constant.shape().extents(), constant.data());
    }
    return tensor;
  }

  /// A single 32-bit float; nodes share equal ones.
  String scalar(float value) {
    return initializer(
        Constant.of("", ElementType.FLOAT32, new Shape(List.of()), value), ":" + value);
  }

  /// A list of 64-bit integers, as ONNX takes axes and shapes.
  String integers(String name, String role, int... values) {
    double[] elements = Arrays.stream(values).asDoubleStream().toArray();
    Shape shape = new Shape(List.of(values.length));
    return initializer(Constant.of(name, ElementType.INT64, shape, elements), ":" + role);
  }

  /// Adds a node for an intermediate tensor and returns its name.
  String step(
      GraphNode node,
      String role,
      String operator,
      List<String> operands,
      AttributeProto... attributes) {
    String tensor = node.name() + ":" + role;
    graph.node(operator, tensor, operands, attributes);
    return tensor;
  }

  /// Adds a node for a tensor of that name.
  void add(String operator, String tensor, List<String> operands, AttributeProto... attributes) {
    graph.node(operator, tensor, operands, attributes);
  }

  /// Adds the ONNX node that gives the result of a TensorFlow node.
  Computed result(
      GraphNode node,
      ElementType type,
      Shape shape,
      Layout layout,
      String operator,
      List<String> operands,
      AttributeProto... attributes) {
    Computed result = new Computed(node.name(), type, shape, layout);
    graph.node(operator, result.tensor(), operands, attributes);
    return result;
  }

  /// Declares an input of the network.
  Computed networkInput(GraphNode node, ElementType type, Shape shape) {
    graph.input(port(node.name(), type, shape));
    return new Computed(node.name(), type, shape, Layout.AS_WRITTEN);
  }

  private static ModelPort port(String name, ElementType type, Shape shape) {
    if (!shape.batch()) {
      return new ModelPort(name, type, shape.extents());
    }
    List<Integer> extents = new ArrayList<>(shape.extents());
    List<String> symbols = new ArrayList<>(Collections.nCopies(extents.size(), ""));
    extents.set(0, ModelPort.ANY);
    symbols.set(0, BATCH);
    return new ModelPort(name, type, extents, symbols);
  }

  private void transpose(Computed value, Layout layout, String tensor) {
    graph.node(
        "Transpose",
        tensor,
        List.of(value.tensor()),
        OnnxAttribute.integers("perm", layout.permutation()));
  }

  /// The tensors of several values in one layout.
  List<String> tensors(List<? extends Value> all, Layout layout) {
    List<String> tensors = new ArrayList<>();
    all.forEach(value -> tensors.add(tensor(value, layout)));
    return tensors;
  }
}
