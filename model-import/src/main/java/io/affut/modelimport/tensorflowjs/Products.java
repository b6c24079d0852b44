package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Matrix products, of one pair or of many that are broadcast against each other.
final class Products {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "MatMul", (node, conversion) -> product(node, conversion, "transpose_a", "transpose_b"),
          "_FusedMatMul",
              (node, conversion) -> product(node, conversion, "transpose_a", "transpose_b"),
          "BatchMatMul", (node, conversion) -> product(node, conversion, "adj_x", "adj_y"),
          "BatchMatMulV2", (node, conversion) -> product(node, conversion, "adj_x", "adj_y"));

  private Products() {}

  private static Value product(GraphNode node, Conversion conversion, String turnA, String turnB)
      throws ModelImportException {
    Matrices a = matrices(node, conversion, 0, turnA);
    Matrices b = matrices(node, conversion, 1, turnB);
    if (a.columns() != b.rows()) {
      throw node.refusal("multiplies shapes " + a.shape() + " and " + b.shape());
    }
    if (b.shape().rank() == 2) {
      b.shape().requireNoBatch(); // its rows are multiplied with columns
    }
    Shape shape = Shape.broadcast(a.with(1, 1), b.with(1, 1));
    Shape product = shape.with(shape.rank() - 2, a.rows()).with(shape.rank() - 1, b.columns());
    FusedEnding ending = FusedEnding.of(node, conversion, b.columns(), Layout.AS_WRITTEN);
    return ending.add(
        node,
        conversion,
        product,
        Layout.AS_WRITTEN,
        result -> {
          List<String> operands = List.of(a.tensor(), b.tensor());
          if (ending.bias().isPresent()) {
            String plain = conversion.step(node, "matmul", "MatMul", operands);
            String bias = conversion.initializer(ending.bias().get(), "");
            conversion.add("Add", result, List.of(plain, bias));
          } else {
            conversion.add("MatMul", result, operands);
          }
        });
  }

  /// One side of the product.
  private record Matrices(String tensor, Shape shape) {
    int rows() {
      return shape.extent(shape.rank() - 2);
    }

    int columns() {
      return shape.extent(shape.rank() - 1);
    }

    Shape with(int rows, int columns) {
      return shape.with(shape.rank() - 2, rows).with(shape.rank() - 1, columns);
    }
  }

  private static Matrices matrices(GraphNode node, Conversion conversion, int index, String turned)
      throws ModelImportException {
    Value value = conversion.input(node, index);
    int rank = value.shape().rank();
    if (rank < 2) {
      throw node.refusal("multiplies " + value.name() + " of shape " + value.shape());
    }
    if (!node.attributes().flag(turned, false)) {
      return new Matrices(conversion.tensor(value, Layout.AS_WRITTEN), value.shape());
    }
    int[] axes = IntStream.range(0, rank).toArray();
    axes[rank - 2] = rank - 1;
    axes[rank - 1] = rank - 2;
    String tensor =
        value instanceof Constant constant
            ? conversion.initializer(constant.permuted(axes), ":turned")
            : conversion.step(
                node,
                turned,
                "Transpose",
                List.of(conversion.tensor(value, Layout.AS_WRITTEN)),
                OnnxAttribute.integers("perm", axes));
    return new Matrices(tensor, value.shape().permuted(axes));
  }
}
