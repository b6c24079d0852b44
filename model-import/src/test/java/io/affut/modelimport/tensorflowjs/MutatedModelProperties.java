package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever stands in a model file, the importer converts it or refuses it with its own exception;
/// nothing else comes out of it.
class MutatedModelProperties {
  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> HOSTILE =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "4",
          "2147483647",
          "-2147483648",
          "9223372036854775807",
          "1e308",
          "\"\"",
          "\"x\"",
          "\"y\"",
          "\"kernel\"",
          "\"-7\"",
          "\"DT_INT32\"",
          "\"U0FNRQ==\"",
          "null",
          "true",
          "[]",
          "{}",
          "[1, 1, 1, 1]",
          "[\"x\", \"x\", \"x\", \"x\", \"x\"]",
          "\"Const\"",
          "\"Relu\"",
          "\"MatMul\"",
          "\"Squeeze\"",
          "\"ConcatV2\"",
          "\"Pack\"",
          "\"Mean\"",
          "\"StridedSlice\"",
          "\"Pad\"",
          "\"Transpose\"",
          "\"FusedBatchNormV3\"",
          "\"int32\"");

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws Exception {
    folder = Files.createTempDirectory("mutated");
  }

  @AfterContainer
  static void deleteFolder() throws Exception {
    for (String name : List.of("model.json", "weights.bin", "model.onnx")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  @Example
  void theModelItselfIsFine() throws Exception {
    assertThat(sample().convert("y", "z", "part").operators())
        .containsKeys("Conv", "Resize", "Slice", "Pad", "MatMul");
  }

  @Property(tries = 1200)
  void aValueInTheFileMayBeAnything(@ForAll Random random, @ForAll boolean twice) throws Exception {
    GraphModelFile model = sample();
    JsonNode root = JSON.readTree(model.json());
    replace(root, random);
    if (twice) {
      replace(root, random);
    }
    assertConvertsOrRefuses(model, root.toString(), model.weightBytes());
  }

  @Property(tries = 300)
  void aCharacterOfTheFileMayBeAnything(@ForAll Random random) throws Exception {
    GraphModelFile model = sample();
    StringBuilder json = new StringBuilder(model.json());
    json.setCharAt(random.nextInt(json.length()), (char) random.nextInt(1, 256));
    assertConvertsOrRefuses(model, json.toString(), model.weightBytes());
  }

  @Property(tries = 300)
  void anAxisASizeOrAPaddingMayBeAnyNumber(@ForAll Random random) throws Exception {
    GraphModelFile model = sample();
    byte[] weights = model.weightBytes();
    int firstInteger = (36 + 2) * 4; // after the kernel and the bias
    int place = firstInteger + 4 * random.nextInt((weights.length - firstInteger) / 4);
    int number = random.nextBoolean() ? random.nextInt(-9, 10) : random.nextInt();
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putInt(place, number);
    assertConvertsOrRefuses(model, model.json(), weights);
  }

  private static void assertConvertsOrRefuses(GraphModelFile model, String json, byte[] weights) {
    try {
      model.convert(json, weights, "y", "z", "part");
    } catch (ModelImportException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
    }
  }

  /// A model with many kinds of nodes.
  private static GraphModelFile sample() {
    return GraphModelFile.in(folder)
        .input("x", 1, 4, 4, 2)
        .floats("kernel", shape(3, 3, 2, 2), new float[36])
        .floats("bias", shape(2), 1, 2)
        .integers("axes", 1, 2)
        .integers("size", 8, 8)
        .integer("last", 3)
        .integers("begin", 0, 1, 0, 0)
        .integers("end", 1, 8, 8, 3)
        .integers("steps", 1, 2, 3, 1)
        .integers("flat", -1, 2)
        .integers("paddings", shape(4, 2), 0, 0, 1, 1, 1, 1, 0, 0)
        .node(
            "conv",
            "_FusedConv2D",
            "x kernel bias",
            """
            "padding": {"s": text('SAME')}, "strides": {"list": {"i": ["1", "1", "1", "1"]}},
            "dilations": {"list": {"i": ["1", "1", "1", "1"]}},
            "explicit_paddings": {"list": {"i": ["0", "0", "1", "1", "1", "1", "0", "0"]}},
            "fused_ops": {"list": {"s": [text('BiasAdd'), text('Relu6')]}}\
            """)
        .node("deep", "DepthwiseConv2dNative", "conv kernel", "\"padding\": {\"s\": text('VALID')}")
        .node(
            "pool",
            "MaxPool",
            "conv",
            """
            "padding": {"s": text('SAME')}, "ksize": {"list": {"i": [1, 2, 2, 1]}}\
            """)
        .node("mean", "Mean", "pool axes", "\"keep_dims\": {\"b\": true}")
        .node("mul", "Mul", "mean conv")
        .node("cat", "ConcatV2", "mul pool last")
        .node("large", "ResizeBilinear", "cat size")
        .node("part", "StridedSlice", "large begin end steps", "\"shrink_axis_mask\": {\"i\": 1}")
        .node("pad", "Pad", "cat paddings")
        .node("y", "Identity", "pad")
        .node("rows", "Reshape", "deep flat")
        .node("square", "MatMul", "rows rows", "\"transpose_b\": {\"b\": true}")
        .node("z", "Softmax", "square");
  }

  /// Puts something hostile in the place of any value of the file.
  private static void replace(JsonNode root, Random random) throws Exception {
    List<JsonNode> parents = new ArrayList<>();
    collect(root, parents);
    List<Runnable> places = new ArrayList<>();
    JsonNode value = JSON.readTree(HOSTILE.get(random.nextInt(HOSTILE.size())));
    for (JsonNode parent : parents) {
      switch (parent) {
        case ObjectNode object ->
            object.fieldNames().forEachRemaining(name -> places.add(() -> object.set(name, value)));
        case ArrayNode array -> {
          for (int i = 0; i < array.size(); i++) {
            int index = i;
            places.add(() -> array.set(index, value));
          }
        }
        default -> {}
      }
    }
    places.get(random.nextInt(places.size())).run();
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (node.isContainerNode()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }
}
