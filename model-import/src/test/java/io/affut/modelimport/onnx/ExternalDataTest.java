package io.affut.modelimport.onnx;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelFile;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Big weights lie in a file beside the model, and both are there or none.
class ExternalDataTest {
  /// Makes any model have a file of weights.
  private static final long NOTHING_INSIDE = 0;

  private static final Array MATRIX = Array.random(1, 40, 50);
  private static final Array OTHER_MATRIX = Array.random(2, 50, 30);
  private static final Array BIAS = Array.random(3, 30);

  @TempDir Path folder;
  private Path file;
  private Path data;

  @BeforeEach
  void nameTheFiles() {
    file = folder.resolve("model.onnx");
    data = folder.resolve("model.onnx.data");
  }

  @Test
  void aModelWithItsWeightsBesideItComputesTheSame() throws Exception {
    Array x = Array.random(4, 2, 40);
    model(WeightSource.of(MATRIX.values())).save(file);
    assertThat(data).doesNotExist();
    Array together = Onnx.run(file, Map.of("x", x)).get("y");
    model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    assertThat(data).exists();
    assertSame(Onnx.run(file, Map.of("x", x)).get("y"), together, 0);
  }

  @Test
  void moreThan64MiBOfWeightsAreTooManyForTheModelFile() throws Exception {
    int rows = 1 << 12;
    int columns = 1 << 12;
    ImportedModel inside = wide(rows, columns).save(file);
    assertThat(inside.files()).extracting(ModelFile::path).containsExactly(file);
    assertThat(Files.size(file)).isGreaterThan(64 << 20);
    ImportedModel outside = wide(rows, columns + 1).save(file);
    assertThat(outside.files()).extracting(ModelFile::path).containsExactly(file, data);
    assertThat(Files.size(file)).isLessThan(1000);
    assertThat(Files.size(data)).isEqualTo(4L * rows * (columns + 1));
  }

  @Test
  void eachTensorBeginsAtAPageOfTheFile() throws Exception {
    model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    assertThat(place("w"))
        .isEqualTo(Map.of("location", "model.onnx.data", "offset", "0", "length", "8000"));
    assertThat(place("v")).containsEntry("offset", "8192").containsEntry("length", "6000");
    assertThat(Files.size(data)).isEqualTo(8192 + 6000);
  }

  @Test
  void smallTensorsStayInTheModelFile() throws Exception {
    model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    assertThat(place("b")).isEmpty();
    assertThat(tensor("b").getRawData().size()).isEqualTo(4 * 30);
  }

  @Test
  void bothFilesAreListedWithTheirHashesAndTheModelFileNamesThatOfItsWeights() throws Exception {
    ImportedModel saved = model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    assertThat(saved.files())
        .containsExactly(
            new ModelFile(file, Files.size(file), hash(file)),
            new ModelFile(data, Files.size(data), hash(data)));
    assertThat(saved.file()).isEqualTo(file);
    assertThat(saved.sha256()).isEqualTo(hash(file));
    assertThat(table(Onnx.read(file).getMetadataPropsList()))
        .containsEntry("weights_sha256", hash(data));
  }

  @Test
  void theSameModelGivesTheSameBytes() throws Exception {
    ImportedModel first = model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    ImportedModel second = model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    assertThat(second.files()).isEqualTo(first.files());
  }

  @Test
  void aWeightThatNoOutputNeedsIsNeverAskedFor() throws Exception {
    OnnxGraph graph = new OnnxGraph("g");
    graph.input(ModelPort.floats("x", "n"));
    graph.weight(
        "unused",
        List.of(1 << 20),
        target -> {
          throw new AssertionError("asked for");
        });
    graph.node("Relu", "y", List.of("x"));
    graph.output(ModelPort.floats("y", "n"));
    assertThat(graph.finish().save(file).files()).hasSize(1);
  }

  @Test
  void aSourceThatFailsHalfwayLeavesTheModelThatWasThere() throws Exception {
    ImportedModel before = model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    OnnxModel broken =
        model(target -> {
          target.write(new byte[4000]);
          throw new ModelImportException("the checkpoint ends early");
        });
    for (long inside : List.of(NOTHING_INSIDE, OnnxModel.MOST_INSIDE)) {
      assertThatThrownBy(() -> broken.save(file, inside))
          .isInstanceOf(ModelImportException.class)
          .hasMessage("the checkpoint ends early");
      assertOnlyTheseAreLeft(before);
    }
  }

  @Test
  void aDiskThatIsFullLeavesTheModelThatWasThere() throws Exception {
    ImportedModel before = model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    OnnxModel broken =
        model(target -> {
          throw new IOException("No space left on device");
        });
    assertThatThrownBy(() -> broken.save(file, NOTHING_INSIDE))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("cannot write " + file)
        .hasMessageContaining("No space left on device");
    assertOnlyTheseAreLeft(before);
  }

  @Test
  void aSourceThatGivesTooLittleIsAMistakeOfTheImporter() throws Exception {
    OnnxModel model = model(WeightSource.of(new float[10]));
    assertThatThrownBy(() -> model.save(file, NOTHING_INSIDE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("w gave 40 bytes instead of 8000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theWeightsOfAModelThatIsReplacedGoWithIt() throws Exception {
    model(WeightSource.of(MATRIX.values())).save(file, NOTHING_INSIDE);
    ImportedModel after = model(WeightSource.of(MATRIX.values())).save(file);
    assertOnlyTheseAreLeft(after);
  }

  @Test
  void aFolderInThePlaceOfAFileIsLeftAlone() throws Exception {
    for (Path place : List.of(file, data)) {
      Files.createDirectory(place);
      for (long inside : List.of(NOTHING_INSIDE, OnnxModel.MOST_INSIDE)) {
        assertThatThrownBy(() -> model(WeightSource.of(MATRIX.values())).save(file, inside))
            .isInstanceOf(ModelImportException.class)
            .hasMessageContaining(place + ": is a folder");
      }
      assertThat(place).isEmptyDirectory();
      assertThat(folder).isDirectoryNotContaining(other -> !other.equals(place));
      Files.delete(place);
    }
  }

  private void assertOnlyTheseAreLeft(ImportedModel model) throws Exception {
    try (var files = Files.list(folder)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              model.files().stream().map(ModelFile::path).toList());
    }
    for (ModelFile left : model.files()) {
      assertThat(hash(left.path())).isEqualTo(left.sha256());
    }
  }

  /// `y = x w v + b`, where only the numbers of `w` come from `source`.
  private static OnnxModel model(WeightSource source) throws ModelImportException {
    OnnxGraph graph = new OnnxGraph("g", WeightStorage.F32);
    graph.input(ModelPort.floats("x", "batch", "40"));
    graph.weight("w", List.of(40, 50), source);
    graph.weight("v", List.of(50, 30), WeightSource.of(OTHER_MATRIX.values()));
    graph.weight("b", List.of(30), WeightSource.of(BIAS.values()));
    graph.node("MatMul", "xw", List.of("x", "w"));
    graph.node("MatMul", "xwv", List.of("xw", "v"));
    graph.node("Add", "y", List.of("xwv", "b"));
    graph.output(ModelPort.floats("y", "batch", "30"));
    return graph.finish();
  }

  private static OnnxModel wide(int rows, int columns) throws ModelImportException {
    OnnxGraph graph = new OnnxGraph("g");
    byte[] row = new byte[Float.BYTES * columns];
    graph.weight(
        "w",
        List.of(rows, columns),
        target -> {
          for (int i = 0; i < rows; i++) {
            target.write(row);
          }
        });
    graph.node("Relu", "y", List.of("w"));
    graph.output(ModelPort.floats("y", "" + rows, "" + columns));
    return graph.finish();
  }

  private TensorProto tensor(String name) {
    ModelProto model = Onnx.read(file);
    return model.getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> place(String name) {
    return table(tensor(name).getExternalDataList());
  }

  private static Map<String, String> table(List<StringStringEntryProto> entries) {
    return entries.stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  private static String hash(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
