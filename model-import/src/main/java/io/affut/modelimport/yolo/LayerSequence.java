package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.pytorch.Items;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The modules of a YOLO network in the order in which they run. Each says in its attribute `f`
/// from which it takes its input: -1 is the one before, other negative numbers count backwards, the
/// rest from the start; a list names several.
final class LayerSequence {
  private LayerSequence() {}

  /// Adds the nodes of all modules; the last one has to be a detection head.
  static Head apply(TorchModule network, FeatureMap picture, NetworkGraph graph)
      throws ModelImportException {
    List<TorchModule> modules = network.child("model").children();
    if (modules.isEmpty()) {
      throw network.refusal("is empty");
    }
    Heads.requireDetection(modules.getLast());
    List<FeatureMap> results = new ArrayList<>();
    for (TorchModule module : modules.subList(0, modules.size() - 1)) {
      List<FeatureMap> inputs = inputs(module, picture, results);
      results.add(apply(module, inputs, graph));
    }
    return Heads.apply(modules.getLast(), inputs(modules.getLast(), picture, results), graph);
  }

  private static FeatureMap apply(TorchModule module, List<FeatureMap> inputs, NetworkGraph graph)
      throws ModelImportException {
    if (module.kind().equals("Concat")) {
      graph.count(module);
      module.whole("d", 1, 1); // along the channels
      return FeatureMaps.join(module, inputs, graph);
    }
    if (inputs.size() != 1) {
      throw module.refusal("takes %d inputs instead of one".formatted(inputs.size()));
    }
    return Layers.apply(module, inputs.getFirst(), graph);
  }

  private static List<FeatureMap> inputs(
      TorchModule module, FeatureMap picture, List<FeatureMap> results)
      throws ModelImportException {
    Value from = module.attribute("f").orElseThrow(() -> module.refusal("has no attribute f"));
    List<Value> sources = from instanceof Items items ? items.values() : List.of(from);
    List<FeatureMap> inputs = new ArrayList<>();
    for (Value source : sources) {
      OptionalInt number = Pair.whole(source);
      if (number.isEmpty()) {
        throw module.unusable("f");
      }
      int index = number.getAsInt() < 0 ? results.size() + number.getAsInt() : number.getAsInt();
      if (index == -1 && results.isEmpty()) {
        inputs.add(picture);
      } else if (index < 0 || index >= results.size()) {
        throw module.refusal(
            "takes what module %d gives, which does not run before it"
                .formatted(number.getAsInt()));
      } else {
        inputs.add(results.get(index));
      }
    }
    if (inputs.isEmpty()) {
      throw module.refusal("takes no input");
    }
    return inputs;
  }
}
