package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a fused node does after its product: it may add a bias, then may apply an activation.
///
/// @param bias one number per channel
record FusedEnding(Optional<Constant> bias, Optional<Activation> activation) {
  /// Nothing, for nodes that are not fused.
  static final FusedEnding NONE = new FusedEnding(Optional.empty(), Optional.empty());

  /// Reads the `fused_ops` of a node and the inputs that belong to them.
  ///
  /// @param channels the extent of the last axis of the product
  static FusedEnding of(GraphNode node, Conversion conversion, int channels, Layout layout)
      throws ModelImportException {
    List<String> parts = new ArrayList<>(node.attributes().texts("fused_ops"));
    int next = 2;
    Optional<Constant> bias = Optional.empty();
    if (!parts.isEmpty() && parts.getFirst().equalsIgnoreCase("BiasAdd")) {
      Constant added = conversion.constant(node, next++);
      if (!added.shape().extents().equals(List.of(channels))) {
        throw node.refusal(
            "has a bias of shape %s for %d channels".formatted(added.shape(), channels));
      }
      bias = Optional.of(added);
      parts.removeFirst();
    }
    if (parts.isEmpty()) {
      return new FusedEnding(bias, Optional.empty());
    }
    if (parts.size() > 1) {
      throw node.refusal("has the fused operations " + parts + ", of which only one is known");
    }
    String name = parts.getFirst();
    if (name.toLowerCase(Locale.ROOT).equals("prelu")) {
      String slopes = conversion.operand(conversion.constant(node, next), layout);
      return new FusedEnding(
          bias,
          Optional.of((to, result, operand) -> to.add("PRelu", result, List.of(operand, slopes))));
    }
    return new FusedEnding(
        bias,
        Optional.of(
            Activation.named(name, node, "leakyrelu_alpha")
                .orElseThrow(() ->
                    node.refusal("has the fused operation " + name + ", which is not known"))));
  }

  /// Adds the node's product and its activation.
  Computed add(GraphNode node, Conversion conversion, Shape shape, Layout layout, Product product) {
    Computed result = new Computed(node.name(), ElementType.FLOAT32, shape, layout);
    if (activation.isPresent()) {
      String before = node.name() + ":product";
      product.add(before);
      activation.get().add(conversion, result.tensor(), before);
    } else {
      product.add(result.tensor());
    }
    return result;
  }

  /// Adds the ONNX node of a product, bias included, under a name.
  @FunctionalInterface
  interface Product {
    void add(String result);
  }
}
