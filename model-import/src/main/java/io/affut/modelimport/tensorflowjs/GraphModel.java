package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.tensorflowjs.GraphNode.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A graph model as its files hold it.
///
/// @param nodes by name, in the order of the file
/// @param signatureInputs the shapes that the model's signature gives to its inputs, by node name;
///   -1 for each extent that is not known
/// @param signatureOutputs the nodes that the model's signature names as outputs
/// @param weights the constants' elements
record GraphModel(
    SequencedMap<String, GraphNode> nodes,
    Map<String, List<Long>> signatureInputs,
    List<String> signatureOutputs,
    Weights weights) {
  GraphModel {
    signatureInputs = Map.copyOf(signatureInputs);
    signatureOutputs = List.copyOf(signatureOutputs);
  }

  /// The shape of an input, from its own attribute or from the signature.
  Optional<List<Long>> inputShape(GraphNode placeholder) throws ModelImportException {
    Optional<List<Long>> own = placeholder.attributes().shape("shape");
    return own.isPresent() ? own : Optional.ofNullable(signatureInputs.get(placeholder.name()));
  }

  /// The nodes that `outputs` need, each after those whose outputs it takes. The order follows from
  /// the graph and the list alone.
  List<GraphNode> neededFor(List<String> outputs) throws ModelImportException {
    SequencedMap<String, GraphNode> ordered = new LinkedHashMap<>();
    for (String output : outputs) {
      if (!nodes.containsKey(output)) {
        throw new ModelImportException(
            "the graph has no node "
                + output
                + (signatureOutputs.isEmpty()
                    ? ""
                    : "; its outputs are " + String.join(", ", signatureOutputs)));
      }
      visit(nodes.get(output), ordered);
    }
    return List.copyOf(ordered.values());
  }

  /// Depth first with a stack of its own, for a graph may be deeper than a thread's stack.
  private void visit(GraphNode start, Map<String, GraphNode> ordered) throws ModelImportException {
    record Step(GraphNode node, Deque<Source> open) {}
    Deque<Step> path = new ArrayDeque<>();
    Set<String> onPath = new HashSet<>();
    if (!ordered.containsKey(start.name())) {
      path.push(new Step(start, new ArrayDeque<>(start.inputs())));
      onPath.add(start.name());
    }
    while (!path.isEmpty()) {
      Step step = path.peek();
      if (step.open().isEmpty()) {
        path.pop();
        onPath.remove(step.node().name());
        ordered.put(step.node().name(), step.node());
        continue;
      }
      Source source = step.open().pop();
      GraphNode next = nodes.get(source.node());
      if (next == null) {
        throw step.node().refusal("takes " + source.node() + ", which the graph does not have");
      }
      if (onPath.contains(next.name())) {
        throw next.refusal("depends on itself: the graph has a cycle");
      }
      if (!ordered.containsKey(next.name())) {
        path.push(new Step(next, new ArrayDeque<>(next.inputs())));
        onPath.add(next.name());
      }
    }
  }
}
