package io.affut.modelimport.onnx;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weights that are stored as 16-bit floats and computed with as 32-bit ones.
class HalfWeightsTest {
  @TempDir Path folder;

  @Test
  void aBigMatrixIsStoredInHalfTheBytesAndWidenedInTheNetwork() throws Exception {
    Array matrix = Array.random(1, 64, 64);
    ImportedModel model = save(WeightStorage.F16, matrix);
    assertThat(model.operators()).containsEntry("Cast", 1);
    TensorProto stored = Onnx.read(model.file()).getGraph().getInitializer(0);
    assertThat(stored.getDataType()).isEqualTo(TensorProto.DataType.FLOAT16_VALUE);
    assertThat(stored.getRawData().size()).isEqualTo(2 * 64 * 64);
    Array read = Onnx.run(model.file(), Map.of()).get("y");
    for (int i = 0; i < matrix.values().length; i++) {
      float rounded = Float.float16ToFloat(Float.floatToFloat16(matrix.values()[i]));
      assertThat(read.values()[i]).isEqualTo(rounded);
    }
  }

  @Test
  void smallMatricesVectorsAndConstantsStayAsTheyAre() throws Exception {
    assertThat(save(WeightStorage.F16, Array.random(1, 64, 63)).operators())
        .doesNotContainKey("Cast");
    assertThat(save(WeightStorage.F16, Array.random(1, 100_000)).operators())
        .doesNotContainKey("Cast");
    assertThat(save(WeightStorage.F32, Array.random(1, 64, 64)).operators())
        .doesNotContainKey("Cast");
  }

  @Test
  void aTieGoesToTheEvenNeighbour() throws Exception {
    float[] values = new float[4096];
    values[0] = 2049; // between 2048 and 2050
    values[1] = 2051; // between 2050 and 2052
    values[2] = 0x1p-25f; // between 0 and the smallest
    values[3] = 65519; // the largest that is rounded down
    Array read =
        Onnx.run(save(WeightStorage.F16, new Array(shape(1, 4096), values)).file(), Map.of())
            .get("y");
    assertSame(
        new Array(shape(4), Arrays.copyOf(read.values(), 4)),
        new Array(shape(4), new float[] {2048, 2052, 0, 65504}),
        0);
  }

  @ParameterizedTest
  @ValueSource(floats = {65520, -65520, Float.MAX_VALUE})
  void aNumberThatWouldBecomeInfiniteIsRefused(float number) {
    float[] values = new float[4096];
    values[4000] = number;
    values[4001] = 1e6f;
    assertThatThrownBy(() -> save(WeightStorage.F16, new Array(shape(64, 64), values)))
        .isInstanceOf(ModelImportException.class)
        .hasMessage(
            "the weight w holds %s, which 16-bit floats cannot hold; store the weights as f32"
                .formatted(number));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSourceMayGiveItsBytesInPiecesOfAnySize() throws Exception {
    Array matrix = Array.random(1, 100, 500);
    Array whole = Onnx.run(save(WeightStorage.F16, matrix).file(), Map.of()).get("y");
    WeightSource inOddPieces =
        target ->
            WeightSource.of(matrix.values())
                .writeTo(
                    new OutputStream() {
                      @Override
                      public void write(int one) throws IOException {
                        target.write(one);
                      }

                      @Override
                      public void write(byte[] bytes, int offset, int length) throws IOException {
                        for (int i = 0; i < length; i += 7) {
                          target.write(bytes, offset + i, Math.min(7, length - i));
                        }
                      }
                    });
    ImportedModel model = save(WeightStorage.F16, matrix.shape(), inOddPieces);
    assertSame(Onnx.run(model.file(), Map.of()).get("y"), whole, 0);
  }

  private ImportedModel save(WeightStorage storage, Array weight) throws ModelImportException {
    return save(storage, weight.shape(), WeightSource.of(weight.values()));
  }

  /// A network that gives its only weight.
  private ImportedModel save(WeightStorage storage, int[] extents, WeightSource source)
      throws ModelImportException {
    List<Integer> shape = Arrays.stream(extents).boxed().toList();
    OnnxGraph graph = new OnnxGraph("g", storage);
    graph.weight("w", shape, source);
    graph.node("Identity", "y", List.of("w"));
    graph.output(ModelPort.floats("y", shape.stream().map(String::valueOf).toArray(String[]::new)));
    return graph.finish().save(folder.resolve("half.onnx"));
  }
}
