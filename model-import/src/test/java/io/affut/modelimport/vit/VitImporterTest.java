package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.Batches;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.NetworkDescription.Classifier;
import io.affut.modelimport.NetworkDescription.EmbeddingHead;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.TableFile;
import io.affut.modelimport.pytorch.Tensor;
import io.affut.modelimport.pytorch.Value;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks of the fixtures, converted and computed with by ONNX Runtime.
class VitImporterTest {
  private static final Map<String, String> HEADS = Map.of("heads", "4");
  private static final Map<String, String> AVG = Map.of("heads", "4", "pool", "avg");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "dinov2-vit-tiny-random,     dinov2-vit-tiny-random, 182",
    "dfne-style-vit-tiny-random, dinov2-vit-tiny-random, 182",
    "dinov3-vit-tiny-random,     dinov3-vit-tiny-random, 224",
  })
  void aClassifierGivesWhatTimmGives(String checkpoint, String reference, int size)
      throws Exception {
    ImportedCheckpoint imported = convert(checkpoint, HEADS, WeightStorage.F32);
    Map<String, Array> outputs = run(imported, linspace(-2, 2, 2, 3, size, size));
    Map<String, NumpyArray> expected =
        NumpyArray.readAll(Fixtures.at("checkpoints/" + reference + ".reference.npz"));
    assertSame(outputs.get("logits"), array(expected.get("logits")), 1e-4);
    assertSame(outputs.get("embedding"), array(expected.get("embedding")), 1e-4);
  }

  @Test
  void aBirdHeadGivesWhatPyTorchGives() throws Exception {
    ImportedCheckpoint imported = convert("bird-head-tiny-random", Map.of(), WeightStorage.F32);
    Array logits = run(imported, linspace(-1, 1, 2, 64)).get("logits");
    Path expected = Fixtures.at("checkpoints/bird-head-tiny-random.linspace.logits.npy");
    assertSame(logits, array(NumpyArray.read(expected)), 1e-5);
  }

  /// The expected numbers are those of timm 1.0.31 with the same weights.
  @ParameterizedTest
  @CsvSource({
    "dinov2-vit-tiny-random, 70, 98, 0.3333273, -0.3386490, 0.7081926, 0.5199639",
    "dinov3-vit-tiny-random, 80, 48, 1.5754339, -0.5053627, 0.3322325, -0.2338928",
  })
  void aPictureMayHaveAnyHeightAndWidth(
      String checkpoint, int height, int width, float a, float b, float c, float d)
      throws Exception {
    ImportedCheckpoint imported = convert(checkpoint, HEADS, WeightStorage.F32);
    Array logits = run(imported, linspace(-2, 2, 1, 3, height, width)).get("logits");
    assertSame(start(logits, 4), new Array(shape(4), new float[] {a, b, c, d}), 1e-4);
  }

  /// The expected logits and embeddings are those of timm 1.0.31 with the same weights and
  /// `global_pool="avg"`: with `use_fc_norm=False` or `fc_norm=False`, and with `True`.
  @ParameterizedTest
  @CsvSource({
    "dinov2-vit-tiny-random, norm, -0.4581438, -0.3399673, 0.9780385, -0.5792284, -0.3087644",
    "dinov2-vit-tiny-random, fc_norm, -0.4604228, -0.3507394, 0.9871171, -0.5906430, -0.3179441",
    "dinov3-vit-tiny-random, norm, 1.6574224, -0.5817041, -0.0891221, 0.1958371, -0.6789370",
    "dinov3-vit-tiny-random, fc_norm, 1.7219053, -0.6304001, -0.0942456, 0.2122674, -0.7245929",
  })
  void theMeanOfThePatchesGivesWhatTimmGives(
      String fixture, String norm, float a, float b, float c, float first, float second)
      throws Exception {
    boolean v2 = fixture.startsWith("dinov2");
    Path checkpoint = renamed(fixture, "norm", norm);
    ImportedCheckpoint imported = convertFile(checkpoint, AVG, WeightStorage.F32);
    int[] shape = v2 ? shape(1, 3, 70, 98) : shape(1, 3, 80, 48);
    Map<String, Array> outputs = run(imported, linspace(-2, 2, shape));
    assertSame(start(outputs.get("logits"), 3), new Array(shape(3), new float[] {a, b, c}), 1e-4);
    assertSame(
        start(outputs.get("embedding"), 2), new Array(shape(2), new float[] {first, second}), 1e-4);
  }

  /// Each token is normalised for itself, so it does not matter when.
  @Test
  void theClassTokenIsTheSameWhereTheNormalisationFollowsThePooling() throws Exception {
    Array pictures = linspace(-2, 2, 1, 3, 80, 48);
    Map<String, String> token = Map.of("heads", "4", "pool", "token");
    Path checkpoint = renamed("dinov3-vit-tiny-random", "norm", "fc_norm");
    Array after = run(convertFile(checkpoint, token, WeightStorage.F32), pictures).get("logits");
    ImportedCheckpoint usual = convert("dinov3-vit-tiny-random", HEADS, WeightStorage.F32);
    assertSame(after, run(usual, pictures).get("logits"), 0);
  }

  @ParameterizedTest
  @CsvSource({"dinov2-vit-tiny-random, 182", "dinov3-vit-tiny-random, 224"})
  void aBatchOfMeansGivesWhatItsPicturesGiveAlone(String checkpoint, int size) throws Exception {
    ImportedCheckpoint imported = convert(checkpoint, AVG, WeightStorage.F32);
    Batches.assertEachIsComputedAlone(imported.model(), linspace(-2, 2, 1, 3, size, size), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"dinov2-vit-tiny-random, 182", "dinov3-vit-tiny-random, 224"})
  void aBatchGivesWhatItsPicturesGiveAlone(String checkpoint, int size) throws Exception {
    ImportedCheckpoint imported = convert(checkpoint, HEADS, WeightStorage.F32);
    Batches.assertEachIsComputedAlone(imported.model(), linspace(-2, 2, 1, 3, size, size), 1e-5);
  }

  @Test
  void aBatchOfEmbeddingsGivesWhatEachGivesAlone() throws Exception {
    ImportedCheckpoint imported = convert("bird-head-tiny-random", Map.of(), WeightStorage.F32);
    Batches.assertEachIsComputedAlone(imported.model(), linspace(-1, 1, 1, 64), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"dinov2-vit-tiny-random, 182", "dinov3-vit-tiny-random, 224"})
  void weightsOfSixteenBitsGiveNearlyTheSame(String checkpoint, int size) throws Exception {
    Array pictures = linspace(-2, 2, 1, 3, size, size);
    ImportedCheckpoint half = convert(checkpoint, HEADS, WeightStorage.F16);
    Array exact = run(convert(checkpoint, HEADS, WeightStorage.F32), pictures).get("logits");
    Array rounded = run(half, pictures).get("logits");
    assertSame(rounded, exact, 2e-3);
    assertThat(rounded.values()).isNotEqualTo(exact.values());
  }

  @Test
  void aClassifierSaysWhatAManifestHasToKnow() throws Exception {
    ImportedCheckpoint imported = convert("dinov2-vit-tiny-random", HEADS, WeightStorage.F32);
    assertThat(imported.network())
        .isEqualTo(
            new Classifier(
                "vit_large_patch14_dinov2.lvd142m",
                182,
                38,
                64,
                List.of(),
                "pixels",
                "logits",
                "embedding",
                14));
    assertThat(imported.model().inputs())
        .containsExactly(ModelPort.floats("pixels", "batch", "3", "height", "width"));
    assertThat(imported.model().outputs())
        .containsExactly(
            ModelPort.floats("logits", "batch", "38"),
            ModelPort.floats("embedding", "batch", "64"));
  }

  @Test
  void aNewerClassifierHasOtherPatches() throws Exception {
    Classifier network =
        (Classifier) convert("dinov3-vit-tiny-random", HEADS, WeightStorage.F32).network();
    assertThat(network.patch()).isEqualTo(16);
    assertThat(network.imageSize()).isEqualTo(224);
    assertThat(network.classes()).isEqualTo(40);
  }

  @Test
  void aBirdHeadSaysWhatAManifestHasToKnow() throws Exception {
    ImportedCheckpoint imported = convert("bird-head-tiny-random", Map.of(), WeightStorage.F32);
    assertThat(imported.network()).isEqualTo(new EmbeddingHead(64, 8, "embedding", "logits"));
    assertThat(imported.model().inputs())
        .containsExactly(ModelPort.floats("embedding", "batch", "64"));
    assertThat(imported.model().operators())
        .as("the batch normalisation is in the layer before it")
        .doesNotContainKey("BatchNormalization")
        .containsEntry("Gemm", 2);
  }

  @Test
  void theSameCheckpointGivesTheSameBytes() throws Exception {
    String first = convert("dinov3-vit-tiny-random", HEADS, WeightStorage.F16).model().sha256();
    String second = convert("dinov3-vit-tiny-random", HEADS, WeightStorage.F16).model().sha256();
    assertThat(second).isEqualTo(first);
  }

  private ImportedCheckpoint convert(
      String fixture, Map<String, String> settings, WeightStorage storage)
      throws ModelImportException {
    return convertFile(Fixtures.at("checkpoints/" + fixture + ".pt"), settings, storage);
  }

  private ImportedCheckpoint convertFile(
      Path file, Map<String, String> settings, WeightStorage storage) throws ModelImportException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(VitImporter.recognises(checkpoint.root())).isTrue();
      return new VitImporter(settings, storage)
          .convert(checkpoint.root(), folder.resolve(file.getFileName() + "-" + storage + ".onnx"));
    }
  }

  /// The weights of a checkpoint of the fixtures, with one layer under another name.
  private Path renamed(String fixture, String layer, String name) throws Exception {
    Map<String, Array> weights = new LinkedHashMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(Fixtures.at("checkpoints/" + fixture + ".pt"))) {
      Table state = (Table) ((Table) checkpoint.root()).get("state_dict").orElseThrow();
      for (Map.Entry<Value, Value> entry : state.entries()) {
        Tensor tensor = (Tensor) entry.getValue();
        int[] shape = tensor.shape().stream().mapToInt(Math::toIntExact).toArray();
        String key =
            ((Value.Text) entry.getKey()).value().replace("base_model." + layer + ".", name + ".");
        weights.put(key.replace("base_model.", ""), new Array(shape, tensor.floats()));
      }
    }
    return TableFile.write(folder.resolve(name + ".pt"), weights);
  }

  private static Array start(Array array, int length) {
    return new Array(shape(length), Arrays.copyOf(array.values(), length));
  }

  private static Map<String, Array> run(ImportedCheckpoint imported, Array input) {
    String name = imported.model().inputs().getFirst().name();
    return Onnx.run(imported.model().file(), Map.of(name, input));
  }

  private static Array array(NumpyArray array) {
    return new Array(array.shape(), array.floats());
  }

  /// As `numpy.linspace`, in 32-bit floats.
  private static Array linspace(double first, double last, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (first + (last - first) / (values.length - 1) * i);
    }
    return new Array(shape, values);
  }
}
