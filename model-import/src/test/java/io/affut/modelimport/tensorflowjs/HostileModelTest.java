package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that cannot be converted is refused in one sentence, and leaves no ONNX file.
class HostileModelTest {
  @TempDir Path outer;

  @AfterEach
  void nothingWasWritten() throws Exception {
    try (var files = Files.walk(outer)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".onnx"));
    }
  }

  @Test
  void anUnknownOperationIsNamedWithItsNode() {
    GraphModelFile model =
        model().node("sorted/top", "TopKV2", "x").node("y", "Relu", "sorted/top");
    assertRefused(model, "y").hasMessage("the operation TopKV2 (node sorted/top) is not known");
  }

  @Test
  void allUnknownOperationsAreNamedAtOnce() {
    GraphModelFile model =
        model().node("a", "TopKV2", "x").node("b", "Where", "a").node("y", "TopKV2", "b");
    assertRefused(model, "y")
        .hasMessage("the operations TopKV2 (node a), Where (node b) are not known");
  }

  @Test
  void aCycleIsFound() {
    GraphModelFile model =
        model().node("a", "AddV2", "x c").node("b", "Relu", "a").node("c", "Relu", "b");
    assertRefused(model, "c").hasMessageContaining("cycle");
    assertRefused(model().node("self", "Relu", "self"), "self").hasMessageContaining("cycle");
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    assertRefused(model().node("y", "AddV2", "x ghost"), "y")
        .hasMessageContaining("AddV2 (node y)")
        .hasMessageContaining("ghost");
    assertRefused(model().node("y", "AddV2", "x"), "y").hasMessageContaining("has no input 1");
  }

  @Test
  void anOutputThatIsNotThereIsNamed() {
    assertRefused(model().node("y", "Relu", "x"), "z").hasMessage("the graph has no node z");
  }

  @Test
  void outputsAreAskedForOnceAndAtLeastOne() {
    assertRefused(model().node("y", "Relu", "x")).hasMessageContaining("no output");
    assertRefused(model().node("y", "Relu", "x"), "y", "y").hasMessageContaining("twice");
  }

  @Test
  void anInputOrAConstantIsNoOutput() {
    assertRefused(model(), "x").hasMessage("the wanted output x is an input");
    assertRefused(model().floats("c", shape(1), 1), "c")
        .hasMessage("the wanted output c is a constant");
  }

  @Test
  void aSecondOutputOfAnOperationIsNotKnown() {
    assertRefused(model().node("y", "Relu", "x:1"), "y").hasMessageContaining("output 1 of x");
    assertRefused(model().node("y", "Relu", "x:one"), "y").hasMessageContaining("malformed");
  }

  @Test
  void twoNodesOfOneNameAreRefused() {
    assertRefused(model().node("y", "Relu", "x").node("y", "Neg", "x"), "y")
        .hasMessageContaining("two nodes named y");
  }

  @ParameterizedTest
  @CsvSource({"3", "5"})
  void weightFilesMustHoldExactlyTheirWeights(int bytes) {
    GraphModelFile model = model().constant("w", "bool", shape(4), "", new byte[4]);
    model.node("y", "AddV2", "x w");
    assertThatThrownBy(() -> model.convert(model.json(), new byte[bytes], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("hold %d bytes, but their weights take 4".formatted(bytes));
  }

  @Test
  void aMissingWeightFileIsNamed() {
    GraphModelFile model = model().node("y", "Relu", "x");
    String json = model.json().replace("weights.bin", "elsewhere.bin");
    assertThatThrownBy(() -> model.convert(json, new byte[0], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("elsewhere.bin")
        .hasMessageEndingWith("is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.bin", "a/../../secret.bin", "/etc/passwd", ""})
  void aWeightFileOutsideOfTheFolderIsRefused(String path) throws Exception {
    Files.write(outer.resolve("secret.bin"), new byte[4]);
    GraphModelFile model = model().node("y", "Relu", "x");
    String json = model.json().replace("weights.bin", path);
    assertThatThrownBy(() -> model.convert(json, new byte[0], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageEndingWith("does not lie in the folder of the model");
  }

  @Test
  void aLinkOutOfTheFolderIsRefused() throws Exception {
    GraphModelFile model = model().node("y", "Relu", "x");
    Files.write(outer.resolve("secret.bin"), new byte[0]);
    Files.createSymbolicLink(outer.resolve("inner/link.bin"), outer.resolve("secret.bin"));
    String json = model.json().replace("weights.bin", "link.bin");
    assertThatThrownBy(() -> model.convert(json, new byte[0], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageEndingWith("does not lie in the folder of the model");
  }

  @ParameterizedTest
  @CsvSource({
    "float32, int8",
    "float32, float64",
    "int32, float16",
    "bool, uint8",
    "uint8, uint16"
  })
  void aQuantisationThatIsNotKnownIsNamed(String type, String stored) {
    String quantization = "{\"dtype\": \"%s\", \"scale\": 1, \"min\": 0}".formatted(stored);
    GraphModelFile model =
        model().constant("w", type, shape(1), quantization, new byte[4]).node("y", "AddV2", "x w");
    assertRefused(model, "y").hasMessageContaining("weight w").hasMessageContaining(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dtype\": \"uint8\"}",
        "{\"dtype\": \"uint8\", \"scale\": \"1\"}",
        "{\"dtype\": \"uint16\", \"scale\": 1e999, \"min\": 0}"
      })
  void aQuantisationNeedsItsNumbers(String quantization) {
    GraphModelFile model = model().constant("w", "float32", shape(1), quantization, new byte[2]);
    assertRefused(model.node("y", "AddV2", "x w"), "y").hasMessageContaining("no usable scale");
  }

  @Test
  void weightsOfTextsAreRefused() {
    GraphModelFile model = model().constant("w", "string", shape(1), "", new byte[4]);
    assertRefused(model.node("y", "AddV2", "x w"), "y").hasMessageContaining("string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2147483647, 2147483647", "-1", "4294967297", "99999999999999999999", "1.5"})
  void anAbsurdShapeOfAWeightIsRefusedBeforeMemoryIsTaken(String extents) {
    GraphModelFile model = model().constant("w", "float32", shape(1), "", new byte[4]);
    String json = model.node("y", "AddV2", "x w").json().replace("[1]", "[" + extents + "]");
    assertThatThrownBy(() -> model.convert(json, new byte[4], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("weight w");
  }

  @Test
  void anAbsurdShapeOfAnInputIsRefused() {
    GraphModelFile model =
        GraphModelFile.in(inner()).input("x", 1 << 20, 1 << 20).node("y", "Relu", "x");
    assertRefused(model, "y").hasMessageContaining("Placeholder (node x) cannot be converted");
    assertRefused(GraphModelFile.in(inner()).input("x", 1, -1, 3).node("y", "Relu", "x"), "y")
        .hasMessageContaining("only the batch may be unknown");
  }

  @Test
  void constantsDoNotGrowWithoutBound() {
    // Each step doubles: as a whole it would take 2^40 bytes.
    GraphModelFile model = model().floats("c0", shape(1024), new float[1024]).integer("axis", 0);
    for (int i = 1; i <= 30; i++) {
      model.node("c" + i, "ConcatV2", "c%d c%d axis".formatted(i - 1, i - 1));
    }
    model.node("y", "AddV2", "x c30");
    assertRefused(model, "y").hasMessageContaining("there is no tensor of shape");
  }

  @Test
  void shapesThatDoNotFitAreRefusedWithBoth() {
    GraphModelFile model =
        model().floats("w", shape(3), 1, 2, 3).input("two", 2).node("y", "AddV2", "two w");
    assertRefused(model, "y")
        .hasMessage("AddV2 (node y) cannot be converted: shapes [2] and [3] do not fit each other");
  }

  @Test
  void anAttributeInAnUnknownFormIsNamed() {
    GraphModelFile model = model().node("y", "LeakyRelu", "x", "\"alpha\": {\"f\": \"steep\"}");
    assertRefused(model, "y").hasMessageContaining("node y").hasMessageContaining("alpha");
  }

  @Test
  void anotherDataFormatIsRefused() {
    GraphModelFile model =
        GraphModelFile.in(inner())
            .input("x", 1, 2, 2, 2)
            .node("y", "MaxPool", "x", "\"data_format\": {\"s\": text('NCHW')}");
    assertRefused(model, "y").hasMessageContaining("NCHW");
  }

  @Test
  void aKernelThatIsComputedIsRefused() {
    GraphModelFile model =
        GraphModelFile.in(inner())
            .input("x", 1, 2, 2, 2)
            .input("k", 1, 1, 2, 2)
            .node("y", "Conv2D", "x k", "\"padding\": {\"s\": text('SAME')}");
    assertRefused(model, "y")
        .hasMessage("Conv2D (node y) takes k, which is computed, where it needs a constant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1, 2]",
        "null",
        "{\"format\": \"layers-model\"}",
        "{\"modelTopology\": {}}",
        "{\"a\": 1, \"a\": 2}",
        "{} {}",
        "\u0000\u0001"
      })
  void aFileThatIsNoGraphModelIsRefused(String json) {
    GraphModelFile model = model();
    assertThatThrownBy(() -> model.convert(json, new byte[0], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("model.json is not ");
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String json = "[".repeat(100_000);
    assertThatThrownBy(() -> model().convert(json, new byte[0], "y"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("is not JSON");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = outer.resolve("no.json");
    assertThatThrownBy(() ->
            new TensorFlowJsImporter().convert(missing, List.of("y"), outer.resolve("model.onnx")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("cannot read " + missing);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
    GraphModelFile model = model().node("y", "Relu", "x");
    model.convert("y");
    Files.delete(model.onnx());
    Path file = Files.createFile(outer.resolve("file"));
    assertThatThrownBy(() ->
            new TensorFlowJsImporter()
                .convert(inner().resolve("model.json"), List.of("y"), file.resolve("y.onnx")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("cannot write");
  }

  private GraphModelFile model() {
    return GraphModelFile.in(inner()).input("x", 1);
  }

  private Path inner() {
    try {
      return Files.createDirectories(outer.resolve("inner"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      GraphModelFile model, String... outputs) {
    return assertThatThrownBy(() -> model.convert(outputs))
        .isInstanceOf(ModelImportException.class);
  }
}
