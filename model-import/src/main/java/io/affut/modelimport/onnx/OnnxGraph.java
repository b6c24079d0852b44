package io.affut.modelimport.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.WeightStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An ONNX graph that is filled node by node: opset 17, IR version 8.
///
/// A node must come after the nodes whose outputs it takes. Names are given once. What the outputs
/// do not need is left out when the graph is finished, so the writer need not know beforehand. The
/// same calls give the same bytes. For one thread.
///
/// Constants that the importer makes up ([#initializer]) are in memory and stored as they are;
/// trained weights ([#weight]) come from a [WeightSource] when the model is saved, and are stored
/// as the [WeightStorage] says.
public final class OnnxGraph {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  // A protocol buffer holds less than 2 GiB; the rest is for names and attributes.
  private static final long MOST_WEIGHT_BYTES = Integer.MAX_VALUE - (64L << 20);

  // Below this a 16-bit weight saves next to nothing.
  private static final int SMALLEST_HALF = 4096;

  private final String name;
  private final WeightStorage storage;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, Weight> weights = new HashMap<>();
  private final List<ModelPort> inputs = new ArrayList<>();
  private final List<ModelPort> outputs = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /// An empty graph, whose weights are stored as 32-bit floats.
  public OnnxGraph(String name) {
    this(name, WeightStorage.F32);
  }

  /// An empty graph.
  ///
  /// @param storage how the [#weight] tensors are stored
  public OnnxGraph(String name, WeightStorage storage) {
    this.name = name;
    this.storage = storage;
  }

  /// Declares an input.
  public void input(ModelPort port) {
    take(port.name());
    inputs.add(port);
  }

  /// Declares an input of a fixed shape.
  public void input(String tensor, ElementType type, List<Integer> shape) {
    input(new ModelPort(tensor, type, shape));
  }

  /// Declares a tensor that exists as an output of the network.
  public void output(ModelPort port) {
    outputs.add(port);
  }

  /// Declares a tensor that exists as an output of the network, of a fixed shape.
  public void output(String tensor, ElementType type, List<Integer> shape) {
    output(new ModelPort(tensor, type, shape));
  }

  /// Whether an input, a constant or a node's output has this name.
  public boolean has(String tensor) {
    return taken.contains(tensor);
  }

  /// Adds a constant tensor.
  ///
  /// @param data the elements, row-major and little-endian; not copied, so not to be changed later
  public void initializer(String tensor, ElementType type, List<Integer> shape, byte[] data) {
    take(tensor);
    initializers.put(
        tensor,
        TensorProto.newBuilder()
            .setName(tensor)
            .setDataType(OnnxTypes.code(type))
            .addAllDims(shape.stream().map(Integer::longValue).toList())
            .setRawData(UnsafeByteOperations.unsafeWrap(data))
            .build());
  }

  /// Adds a trained weight of 32-bit floats.
  ///
  /// Where the graph stores weights as 16-bit floats, those of at least two extents and 4096
  /// numbers are stored so, with a Cast to 32 bits behind them; `tensor` is 32-bit floats in any
  /// case. A number too large for 16 bits makes saving fail.
  ///
  /// @param source gives as many numbers as `shape` says, when the model is saved
  public void weight(String tensor, List<Integer> shape, WeightSource source) {
    boolean half =
        storage == WeightStorage.F16
            && shape.size() >= 2
            && Weight.elements(shape) >= SMALLEST_HALF;
    String stored = half ? tensor + "/f16" : tensor;
    int type = half ? TensorProto.DataType.FLOAT16_VALUE : OnnxTypes.code(ElementType.FLOAT32);
    take(stored);
    TensorProto header =
        TensorProto.newBuilder()
            .setName(stored)
            .setDataType(type)
            .addAllDims(shape.stream().map(Integer::longValue).toList())
            .build();
    initializers.put(stored, header);
    weights.put(stored, new Weight(header, tensor, source));
    if (half) {
      int to = OnnxTypes.code(ElementType.FLOAT32);
      node("Cast", tensor, List.of(stored), OnnxAttribute.integer("to", to));
    }
  }

  /// Adds a node with one output, whose name is the node's too.
  ///
  /// @param operands names of tensors, an empty one where an optional operand is left out
  public void node(
      String operator, String result, List<String> operands, AttributeProto... attributes) {
    node(operator, List.of(result), operands, attributes);
  }

  /// Adds a node with several outputs, such as Split; it has the name of the first.
  ///
  /// @param operands names of tensors, an empty one where an optional operand is left out
  public void node(
      String operator, List<String> results, List<String> operands, AttributeProto... attributes) {
    results.forEach(this::take);
    nodes.add(
        NodeProto.newBuilder()
            .setName(results.getFirst())
            .setOpType(operator)
            .addAllInput(operands)
            .addAllOutput(results)
            .addAllAttribute(List.of(attributes))
            .build());
  }

  /// The graph as a model, without the nodes, constants and inputs that no output needs.
  public OnnxModel finish() throws ModelImportException {
    Set<String> needed = neededTensors();
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    nodes.stream()
        .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
        .forEach(graph::addNode);
    long bytes = 0;
    for (TensorProto tensor : initializers.values()) {
      if (needed.contains(tensor.getName())) {
        graph.addInitializer(tensor);
        bytes += tensor.getRawData().size();
      }
    }
    if (bytes > MOST_WEIGHT_BYTES) {
      throw new ModelImportException(
          "the weights take %,d MiB, more than one ONNX file can hold".formatted(bytes >> 20));
    }
    List<ModelPort> used = inputs.stream().filter(port -> needed.contains(port.name())).toList();
    used.forEach(port -> graph.addInput(describe(port)));
    outputs.forEach(port -> graph.addOutput(describe(port)));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("affut")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph)
            .build();
    weights.keySet().retainAll(needed);
    return new OnnxModel(model, used, List.copyOf(outputs), Map.copyOf(weights));
  }

  private void take(String tensor) {
    if (!taken.add(tensor)) {
      throw new IllegalStateException("the graph has a tensor " + tensor + " already");
    }
  }

  private Set<String> neededTensors() {
    Map<String, NodeProto> producers = new HashMap<>();
    for (NodeProto node : nodes) {
      node.getOutputList().forEach(output -> producers.put(output, node));
    }
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    outputs.forEach(port -> open.push(port.name()));
    while (!open.isEmpty()) {
      String tensor = open.pop();
      if (needed.add(tensor) && producers.containsKey(tensor)) {
        producers.get(tensor).getInputList().forEach(open::push);
      }
    }
    return needed;
  }

  private static ValueInfoProto describe(ModelPort port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < port.shape().size(); i++) {
      String symbol = port.symbols().get(i);
      if (symbol.isEmpty()) {
        shape.addDimBuilder().setDimValue(port.shape().get(i));
      } else {
        shape.addDimBuilder().setDimParam(symbol);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxTypes.code(port.type()))
                        .setShape(shape)))
        .build();
  }
}
