package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A function of one tensor, alone or fused to what comes before it.
@FunctionalInterface
interface Activation {
  /// Adds the ONNX node that makes `result` from `operand`.
  void add(Conversion conversion, String result, String operand);

  /// An activation by its name, in whatever case.
  ///
  /// @param leak the attribute of `node` that holds the slope of LeakyRelu
  static Optional<Activation> named(String name, GraphNode node, String leak)
      throws ModelImportException {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "relu" -> plain("Relu");
          case "relu6" ->
              (conversion, result, operand) ->
                  conversion.add(
                      "Clip", result, List.of(operand, conversion.scalar(0), conversion.scalar(6)));
          case "elu" -> plain("Elu");
          case "sigmoid" -> plain("Sigmoid");
          case "tanh" -> plain("Tanh");
          case "leakyrelu" -> {
            float slope = node.attributes().number(leak, 0.2f);
            yield (conversion, result, operand) ->
                conversion.add(
                    "LeakyRelu", result, List.of(operand), OnnxAttribute.number("alpha", slope));
          }
          default -> null;
        });
  }

  private static Activation plain(String operator) {
    return (conversion, result, operand) -> conversion.add(operator, result, List.of(operand));
  }
}
