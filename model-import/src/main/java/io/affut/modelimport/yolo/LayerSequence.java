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
    List<List<FeatureMap>> results = new ArrayList<>();
    for (TorchModule module : modules.subList(0, modules.size() - 1)) {
      results.add(apply(module, inputs(module, picture, results), graph));
    }
    TorchModule head = modules.getLast();
    return Heads.apply(head, single(head, inputs(head, picture, results)), graph);
  }

  /// What a module gives: one map, or of those of [Branches] several.
  private static List<FeatureMap> apply(
      TorchModule module, List<List<FeatureMap>> inputs, NetworkGraph graph)
      throws ModelImportException {
    switch (module.kind()) {
      case "Concat" -> {
        graph.count(module);
        module.whole("d", 1, 1); // along the channels
        return List.of(FeatureMaps.join(module, single(module, inputs), graph));
      }
      case "CBLinear" -> {
        graph.count(module);
        return Branches.split(module, only(module, inputs), graph);
      }
      case "CBFuse" -> {
        graph.count(module);
        return List.of(Branches.fuse(module, inputs, graph));
      }
      default -> {
        return List.of(Layers.apply(module, only(module, inputs), graph));
      }
    }
  }

  private static FeatureMap only(TorchModule module, List<List<FeatureMap>> inputs)
      throws ModelImportException {
    if (inputs.size() != 1) {
      throw module.refusal("takes %d inputs instead of one".formatted(inputs.size()));
    }
    return single(module, inputs).getFirst();
  }

  private static List<FeatureMap> single(TorchModule module, List<List<FeatureMap>> inputs)
      throws ModelImportException {
    List<FeatureMap> maps = new ArrayList<>();
    for (List<FeatureMap> input : inputs) {
      if (input.size() != 1) {
        throw module.refusal("takes %d maps of one module".formatted(input.size()));
      }
      maps.add(input.getFirst());
    }
    return maps;
  }

  private static List<List<FeatureMap>> inputs(
      TorchModule module, FeatureMap picture, List<List<FeatureMap>> results)
      throws ModelImportException {
    Value from = module.attribute("f").orElseThrow(() -> module.refusal("has no attribute f"));
    List<Value> sources = from instanceof Items items ? items.values() : List.of(from);
    List<List<FeatureMap>> inputs = new ArrayList<>();
    for (Value source : sources) {
      OptionalInt number = Pair.whole(source);
      if (number.isEmpty()) {
        throw module.unusable("f");
      }
      int index = number.getAsInt() < 0 ? results.size() + number.getAsInt() : number.getAsInt();
      if (index == -1 && results.isEmpty()) {
        inputs.add(List.of(picture));
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
