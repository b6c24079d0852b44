package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks of the fixtures, converted and computed with by ONNX Runtime.
class VitImporterTest {
  private static final Map<String, String> HEADS = Map.of("heads", "4");

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

  private ImportedCheckpoint convert(
      String fixture, Map<String, String> settings, WeightStorage storage)
      throws ModelImportException {
    Path file = Fixtures.at("checkpoints/" + fixture + ".pt");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(VitImporter.recognises(checkpoint.root())).isTrue();
      return new VitImporter(settings, storage)
          .convert(checkpoint.root(), folder.resolve(fixture + "-" + storage + ".onnx"));
    }
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
