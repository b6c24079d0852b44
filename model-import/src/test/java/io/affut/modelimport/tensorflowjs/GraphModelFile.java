package io.affut.modelimport.tensorflowjs;

import static java.util.stream.Collectors.joining;

import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A small graph model that a test writes down: `model.json` and `weights.bin` in a folder.
final class GraphModelFile {
  private final Path folder;
  private final List<String> nodes = new ArrayList<>();
  private final List<String> weights = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  private GraphModelFile(Path folder) {
    this.folder = folder;
  }

  static GraphModelFile in(Path folder) {
    return new GraphModelFile(folder);
  }

  /// Adds a node as it stands in the file.
  GraphModelFile node(String json) {
    nodes.add(json);
    return this;
  }

  /// Adds a node.
  ///
  /// @param inputs names, parted by spaces
  /// @param attributes JSON without the outer braces; `text('SAME')` stands for a text in base 64
  GraphModelFile node(String name, String operation, String inputs, String attributes) {
    String list =
        Arrays.stream(inputs.split(" "))
            .filter(input -> !input.isEmpty())
            .map(input -> '"' + input + '"')
            .collect(joining(","));
    return node(
        """
        {"name": "%s", "op": "%s", "input": [%s], "attr": {%s}}\
        """
            .formatted(name, operation, list, withTexts(attributes)));
  }

  GraphModelFile node(String name, String operation, String inputs) {
    return node(name, operation, inputs, "");
  }

  /// Adds an input of 32-bit floats.
  GraphModelFile input(String name, int... shape) {
    return node(
        name,
        "Placeholder",
        "",
        """
        "dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [%s]}}\
        """
            .formatted(
                Arrays.stream(shape)
                    .mapToObj("{\"size\": \"%d\"}"::formatted)
                    .collect(joining(","))));
  }

  /// Adds a constant of 32-bit floats.
  GraphModelFile floats(String name, int[] shape, float... elements) {
    ByteBuffer bytes = littleEndian(elements.length * 4);
    for (float element : elements) {
      bytes.putFloat(element);
    }
    return constant(name, "float32", shape, "", bytes.array());
  }

  /// Adds a vector of 32-bit integers.
  GraphModelFile integers(String name, int... elements) {
    return integers(name, new int[] {elements.length}, elements);
  }

  /// Adds a single 32-bit integer.
  GraphModelFile integer(String name, int element) {
    return integers(name, new int[0], element);
  }

  GraphModelFile integers(String name, int[] shape, int... elements) {
    ByteBuffer bytes = littleEndian(elements.length * 4);
    for (int element : elements) {
      bytes.putInt(element);
    }
    return constant(name, "int32", shape, "", bytes.array());
  }

  /// Adds a constant with its bytes as they are stored.
  ///
  /// @param quantization JSON of the manifest's entry, or empty for none
  GraphModelFile constant(
      String name, String type, int[] shape, String quantization, byte[] stored) {
    node(name, "Const", "", "");
    weights.add(
        """
        {"name": "%s", "shape": %s, "dtype": "%s"%s}\
        """
            .formatted(
                name,
                Arrays.toString(shape),
                type,
                quantization.isEmpty() ? "" : ", \"quantization\": " + quantization));
    data.writeBytes(stored);
    return this;
  }

  /// The text of `model.json`.
  String json() {
    return """
    {
      "format": "graph-model",
      "modelTopology": {"node": [
        %s
      ]},
      "weightsManifest": [{"paths": ["weights.bin"], "weights": [
        %s
      ]}]
    }
    """
        .formatted(String.join(",\n    ", nodes), String.join(",\n    ", weights));
  }

  byte[] weightBytes() {
    return data.toByteArray();
  }

  Path onnx() {
    return folder.resolve("model.onnx");
  }

  /// Writes the files as they are, and converts them.
  ImportedModel convert(String... outputs) throws ModelImportException {
    return convert(json(), weightBytes(), outputs);
  }

  /// Writes other bytes than those collected, and converts them.
  ImportedModel convert(String json, byte[] weightBytes, String... outputs)
      throws ModelImportException {
    try {
      Files.writeString(folder.resolve("model.json"), json);
      Files.write(folder.resolve("weights.bin"), weightBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TensorFlowJsImporter()
        .convert(folder.resolve("model.json"), List.of(outputs), onnx());
  }

  private static String withTexts(String attributes) {
    return Pattern.compile("text\\('([^']*)'\\)")
        .matcher(attributes)
        .replaceAll(match ->
            '"'
                + Base64.getEncoder()
                    .encodeToString(match.group(1).getBytes(StandardCharsets.UTF_8))
                + '"');
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
