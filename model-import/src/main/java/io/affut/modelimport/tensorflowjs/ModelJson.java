package io.affut.modelimport.tensorflowjs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.tensorflowjs.GraphNode.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Reads the JSON file of a graph model.
final class ModelJson {
  private static final long MOST_BYTES = 64L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ModelJson() {}

  /// Reads the file, and checks that the weight files beside it are there and of the right sizes.
  static GraphModel read(Path file) throws ModelImportException {
    JsonNode root = parse(file);
    String format = root.path("format").asText("graph-model");
    JsonNode graph = root.path("modelTopology").path("node");
    if (!format.equals("graph-model") || !graph.isArray()) {
      throw new ModelImportException(
          file
              + " is not a TensorFlow.js graph model"
              + (format.equals("graph-model")
                  ? ": it has no modelTopology.node"
                  : ": its format is " + format));
    }
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    for (JsonNode node : graph) {
      GraphNode read = node(node);
      if (nodes.put(read.name(), read) != null) {
        throw new ModelImportException("the graph has two nodes named " + read.name());
      }
    }
    return new GraphModel(
        nodes,
        signatureInputs(root.path("signature").path("inputs")),
        signatureOutputs(root.path("signature").path("outputs")),
        Weights.of(root.path("weightsManifest"), file.toAbsolutePath().getParent()));
  }

  private static JsonNode parse(Path file) throws ModelImportException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelImportException(
            "%s is larger than %d MiB".formatted(file, MOST_BYTES >> 20));
      }
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ModelImportException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelImportException("cannot read " + file + ": " + e, e);
    }
  }

  private static GraphNode node(JsonNode json) throws ModelImportException {
    String name = json.path("name").asText();
    String operation = json.path("op").asText();
    // A colon or a caret would make a reference to the node ambiguous.
    if (name.isEmpty() || operation.isEmpty() || name.contains(":") || name.startsWith("^")) {
      throw new ModelImportException(
          "the graph has a node whose name or operation is malformed: " + shortened(json));
    }
    List<Source> inputs = new ArrayList<>();
    for (JsonNode input : json.path("input")) {
      if (!input.asText().startsWith("^")) {
        inputs.add(source(name, input.asText()));
      }
    }
    return new GraphNode(
        name, operation, inputs, new Attributes("node " + name, json.path("attr")));
  }

  private static Source source(String node, String text) throws ModelImportException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Source(text, 0);
    }
    try {
      return new Source(
          text.substring(0, colon), Integer.parseInt(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new ModelImportException("node " + node + " has the malformed input " + text, e);
    }
  }

  private static Map<String, List<Long>> signatureInputs(JsonNode inputs)
      throws ModelImportException {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (JsonNode input : inputs) {
      String node = nodeOf(input);
      Attributes.extents("input " + node, input.path("tensorShape"))
          .ifPresent(shape -> shapes.put(node, shape));
    }
    return shapes;
  }

  private static List<String> signatureOutputs(JsonNode outputs) {
    List<String> names = new ArrayList<>();
    outputs.forEach(output -> names.add(nodeOf(output)));
    return names;
  }

  private static String nodeOf(JsonNode tensor) {
    return tensor.path("name").asText().replaceFirst(":\\d+$", "");
  }

  private static String shortened(JsonNode json) {
    String text = json.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
