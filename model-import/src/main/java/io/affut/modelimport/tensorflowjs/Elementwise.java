package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.onnx.OnnxTypes;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// Operations on each element alone. They work in whatever layout their input has.
final class Elementwise {
  static final Map<String, Operation> OPERATIONS =
      Map.ofEntries(
          activation("Relu"),
          activation("Relu6"),
          activation("Elu"),
          activation("LeakyRelu"),
          activation("Sigmoid"),
          activation("Tanh"),
          unary("Abs"),
          unary("Exp"),
          unary("Floor"),
          unary("Log"),
          unary("Neg"),
          unary("Softplus"),
          unary("Sqrt"),
          Map.entry("Rsqrt", Elementwise::reciprocalRoot),
          Map.entry("Square", Elementwise::square),
          Map.entry("Prelu", Elementwise::prelu),
          Map.entry("Cast", Elementwise::cast),
          binary("Add", "Add", Double::sum),
          binary("AddV2", "Add", Double::sum),
          binary("BiasAdd", "Add", Double::sum),
          binary("Sub", "Sub", (a, b) -> a - b),
          binary("Mul", "Mul", (a, b) -> a * b),
          binary("RealDiv", "Div", (a, b) -> a / b),
          binary("Maximum", "Max", Math::max),
          binary("Minimum", "Min", Math::min),
          binary("Pow", "Pow", Math::pow));

  private Elementwise() {}

  private static Map.Entry<String, Operation> activation(String name) {
    return Map.entry(
        name,
        (node, conversion) -> {
          Value x = conversion.input(node, 0);
          Computed result = new Computed(node.name(), x.type(), x.shape(), x.home());
          Activation.named(name, node, "alpha")
              .orElseThrow(() -> new IllegalStateException(name + " is no activation"))
              .add(conversion, result.tensor(), conversion.tensor(x, x.home()));
          return result;
        });
  }

  private static Map.Entry<String, Operation> unary(String operator) {
    return Map.entry(operator, (node, conversion) -> unary(node, conversion, operator));
  }

  private static Value unary(GraphNode node, Conversion conversion, String operator)
      throws ModelImportException {
    Value x = conversion.input(node, 0);
    return conversion.result(
        node, x.type(), x.shape(), x.home(), operator, List.of(conversion.tensor(x, x.home())));
  }

  private static Value reciprocalRoot(GraphNode node, Conversion conversion)
      throws ModelImportException {
    Value x = conversion.input(node, 0);
    String root = conversion.step(node, "sqrt", "Sqrt", List.of(conversion.tensor(x, x.home())));
    return conversion.result(node, x.type(), x.shape(), x.home(), "Reciprocal", List.of(root));
  }

  private static Value square(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    String tensor = conversion.tensor(x, x.home());
    return conversion.result(node, x.type(), x.shape(), x.home(), "Mul", List.of(tensor, tensor));
  }

  private static Value prelu(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    Constant slopes = conversion.constant(node, 1);
    if (!Shape.broadcast(x.shape(), slopes.shape()).equals(x.shape())) {
      throw node.refusal("has slopes of shape " + slopes.shape() + " for " + x.shape());
    }
    return conversion.result(
        node,
        x.type(),
        x.shape(),
        x.home(),
        "PRelu",
        List.of(conversion.tensor(x, x.home()), conversion.operand(slopes, x.home())));
  }

  private static Value cast(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    ElementType type = node.attributes().type("DstT");
    if (x instanceof Constant constant && x.shape().elements() <= Constant.MOST_FOLDED) {
      return Constant.of(node.name(), type, x.shape(), constant.elements());
    }
    return conversion.result(
        node,
        type,
        x.shape(),
        x.home(),
        "Cast",
        List.of(conversion.tensor(x, x.home())),
        OnnxAttribute.integer("to", OnnxTypes.code(type)));
  }

  private static Map.Entry<String, Operation> binary(
      String name, String operator, DoubleBinaryOperator function) {
    return Map.entry(name, (node, conversion) -> binary(node, conversion, operator, function));
  }

  private static Value binary(
      GraphNode node, Conversion conversion, String operator, DoubleBinaryOperator function)
      throws ModelImportException {
    ChannelsLast.require(node);
    Value a = conversion.input(node, 0);
    Value b = conversion.input(node, 1);
    if (a.type() != b.type()) {
      throw node.refusal("takes elements of two types, " + a.type() + " and " + b.type());
    }
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    if (a instanceof Constant x
        && b instanceof Constant y
        && shape.elements() <= Constant.MOST_FOLDED) {
      return folded(node, x, y, shape, function);
    }
    Layout layout = layout(a, b);
    return conversion.result(
        node,
        a.type(),
        shape,
        layout,
        operator,
        List.of(conversion.operand(a, layout), conversion.operand(b, layout)));
  }

  /// Channels first where one operand is so already and the other can be.
  private static Layout layout(Value a, Value b) {
    boolean wanted = a.home() == Layout.CHANNELS_FIRST || b.home() == Layout.CHANNELS_FIRST;
    return wanted && canBeChannelsFirst(a) && canBeChannelsFirst(b)
        ? Layout.CHANNELS_FIRST
        : Layout.AS_WRITTEN;
  }

  private static boolean canBeChannelsFirst(Value value) {
    int rank = value.shape().rank();
    return value instanceof Constant ? rank <= 4 : rank == 4 || rank == 0;
  }

  private static Constant folded(
      GraphNode node, Constant a, Constant b, Shape shape, DoubleBinaryOperator function) {
    double[] left = spread(a, shape).elements();
    double[] right = spread(b, shape).elements();
    double[] result = new double[left.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.applyAsDouble(left[i], right[i]);
    }
    return Constant.of(node.name(), a.type(), shape, result);
  }

  /// A constant repeated along the axes in which it has an extent of 1 and `shape` has more.
  private static Constant spread(Constant constant, Shape shape) {
    Shape padded = constant.shape().padded(shape.rank());
    int[] steps = padded.strides();
    for (int axis = 0; axis < steps.length; axis++) {
      if (padded.extent(axis) == 1) {
        steps[axis] = 0;
      }
    }
    return constant.picked(shape, 0, steps);
  }
}
