package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.affut.modelimport.Array;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A graph model as a whole.
class TensorFlowJsImporterTest {
  @TempDir Path folder;

  @Test
  void whatTheOutputsDoNotNeedIsLeftOut() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 2)
            .input("unused", 2)
            .floats("heavy", shape(2), 1, 2)
            .node("dead", "SomethingUnknown", "unused heavy")
            .node("y", "Relu", "x ^dead");
    ImportedModel imported = model.convert("y");
    assertThat(imported.inputs())
        .containsExactly(new ModelPort("x", ElementType.FLOAT32, List.of(2)));
    assertThat(imported.operators()).containsExactly(Map.entry("Relu", 1));
    assertThat(Onnx.read(model.onnx()).getGraph().getInitializerList()).isEmpty();
  }

  @Test
  void whatOnlyAShapeIsTakenOfIsLeftOut() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 2, 3)
            .input("template", 3, 2)
            .node("relu", "Relu", "template")
            .node("shape", "Shape", "relu")
            .node("y", "Reshape", "x shape");
    ImportedModel imported = model.convert("y");
    assertThat(imported.inputs()).extracting(ModelPort::name).containsExactly("x");
    assertThat(imported.operators()).containsExactly(Map.entry("Reshape", 1));
  }

  @Test
  void outputsComeInTheOrderAskedFor() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder).input("x", 2).node("a", "Neg", "x").node("b", "Exp", "a");
    assertThat(model.convert("b", "a").outputs())
        .extracting(ModelPort::name)
        .containsExactly("b", "a");
    assertThat(model.convert("a", "b").outputs())
        .extracting(ModelPort::name)
        .containsExactly("a", "b");
  }

  @Test
  void anOutputThatOnlyHandsOnHasItsOwnName() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 2)
            .node("minus", "Neg", "x")
            .node("first", "Identity", "minus")
            .node("second", "Identity", "first:0");
    model.convert("first", "second", "minus");
    Array x = new Array(shape(2), new float[] {1, -2});
    Map<String, Array> outputs = Onnx.run(model.onnx(), Map.of("x", x));
    assertThat(outputs.keySet()).containsExactly("first", "second", "minus");
    outputs.values().forEach(y -> assertThat(y.values()).containsExactly(-1, 2));
  }

  @Test
  void eachValueIsTransposedOnceHoweverOftenItIsNeeded() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 1, 2, 2, 2)
            .floats("kernel", shape(1, 1, 2, 2), 1, 0, 0, 1)
            .integers("flat", 8)
            .node("a", "Conv2D", "x kernel", "\"padding\": {\"s\": text('SAME')}")
            .node("b", "Conv2D", "x kernel", "\"padding\": {\"s\": text('SAME')}")
            .node("sum", "AddV2", "a b")
            .node("one", "Reshape", "sum flat")
            .node("two", "Reshape", "sum flat")
            .node("y", "AddV2", "one two");
    ImportedModel imported = model.convert("y");
    assertThat(imported.operators()).containsEntry("Transpose", 2).containsEntry("Conv", 2);
    assertThat(Onnx.read(model.onnx()).getGraph().getInitializerList())
        .as("both convolutions share their kernel")
        .extracting(TensorProto::getName)
        .filteredOn(name -> name.startsWith("kernel"))
        .hasSize(1);
    Array x = Array.random(1, 1, 2, 2, 2);
    Array y = Onnx.run(model.onnx(), Map.of("x", x)).get("y");
    assertThat(y.values()[3]).isEqualTo(4 * x.values()[3]);
  }

  @Test
  void aShapeThatTheInputLacksIsTakenFromTheSignature() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .node(
                """
                {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": 1},
                 "shape": {"shape": {"unknownRank": true}}}}\
                """)
            .node("y", "Relu", "x");
    String json =
        model
            .json()
            .replace(
                "\"modelTopology\"",
                """
                "signature": {"inputs": {"in": {"name": "x:0",
                  "tensorShape": {"dim": [{"size": "-1"}, {"size": 4}]}}}},
                "modelTopology\"\
                """);
    ImportedModel imported = model.convert(json, model.weightBytes(), "y");
    assertThat(imported.inputs()).containsExactly(ModelPort.floats("x", "batch", "4"));
  }

  @Test
  void aGraphMayBeDeeperThanTheStack() throws Exception {
    GraphModelFile model = GraphModelFile.in(folder).input("n0", 1);
    for (int i = 1; i <= 20_000; i++) {
      model.node("n" + i, "Neg", "n" + (i - 1));
    }
    assertThat(model.convert("n20000").operators()).containsExactly(Map.entry("Neg", 20_000));
  }

  @Test
  void theFileIsOnnxThatTodaysEnginesRead() throws Exception {
    GraphModelFile model = GraphModelFile.in(folder).input("x", 1).node("y", "Relu", "x");
    model.convert("y");
    ModelProto proto = Onnx.read(model.onnx());
    assertThat(proto.getIrVersion()).isEqualTo(8);
    assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(proto.getGraph().getNodeList()).extracting(NodeProto::getName).containsExactly("y");
  }

  @Test
  void theHashIsThatOfTheFileAndTheSameEachTime() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 1, 2, 2, 1)
            .floats("kernel", shape(1, 1, 1, 1), 3)
            .node("y", "Conv2D", "x kernel", "\"padding\": {\"s\": text('SAME')}");
    ImportedModel first = model.convert("y");
    byte[] bytes = Files.readAllBytes(model.onnx());
    assertThat(first.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(model.convert("y").sha256()).isEqualTo(first.sha256());
    assertThat(Files.readAllBytes(model.onnx())).isEqualTo(bytes);
  }

  @Test
  void anExistingFileIsReplacedAndNothingElseIsLeftBesideIt() throws Exception {
    GraphModelFile model = GraphModelFile.in(folder).input("x", 1).node("y", "Neg", "x");
    Files.writeString(model.onnx(), "something older");
    model.convert("y");
    assertSame(
        Onnx.run(model.onnx(), Map.of("x", new Array(shape(1), new float[] {2}))).get("y"),
        new Array(shape(1), new float[] {-2}),
        0);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.json", "weights.bin", "model.onnx");
    }
  }

  @Test
  void theFolderOfTheOnnxFileIsMadeWhenItIsMissing() throws Exception {
    GraphModelFile.in(folder).input("x", 1).node("y", "Neg", "x").convert("y");
    Path deep = folder.resolve("not").resolve("yet").resolve("model.onnx");
    new TensorFlowJsImporter().convert(folder.resolve("model.json"), List.of("y"), deep);
    assertThat(deep).isRegularFile();
  }
}
