package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The positional embedding inside the network, worked out by ONNX Runtime. The expected numbers
/// are what `torch.nn.functional.interpolate(..., mode="bicubic", antialias=True)` of PyTorch 2.15
/// gives.
class PositionalEmbeddingTest {
  /// A grid of 5 by 5, `3 i² mod 7 - 2`.
  private static final float[] GRID = new float[25];

  static {
    for (int i = 0; i < GRID.length; i++) {
      GRID[i] = 3 * i * i % 7 - 2;
    }
  }

  @TempDir Path folder;

  static Stream<Arguments> resampled() {
    return Stream.of(
        Arguments.of(
            3,
            3,
            new float[] {
              0.417752f, 1.178247f, 3.2542f, 3.404078f, 2.29735f, 0.600931f, 0.502486f, 2.143756f,
              3.65633f
            }),
        Arguments.of(
            2,
            7,
            new float[] {
              1.487094f, 1.767828f, 1.658785f, 1.01362f, 1.782672f, 2.159312f, 2.121811f,
              1.891497f, 1.596757f, 1.732184f, 2.575655f, 2.865707f, 2.544413f, 2.076314f
            }),
        Arguments.of(1, 1, new float[] {1.946178f}),
        Arguments.of(5, 5, GRID));
  }

  @ParameterizedTest
  @MethodSource("resampled")
  void aGridIsResampledAsPyTorchDoesIt(int rows, int columns, float[] expected) throws Exception {
    PositionalEmbedding embedding = new PositionalEmbedding(new float[1], GRID, 5, 1);
    Array resampled = resample(embedding, rows, columns);
    assertSame(resampled, new Array(shape(rows * columns, 1), expected), 2e-6);
  }

  @Test
  void theGridOf518PixelsBecomesThatOf182() throws Exception {
    float[] unit = new float[37 * 37];
    for (int i = 0; i < 37; i++) {
      unit[i * 37 + i] = 1;
    }
    PositionalEmbedding embedding = new PositionalEmbedding(new float[1], unit, 37, 1);
    Array rows = resample(embedding, 13, 37);
    float[] first = {0.298659f, 0.378229f, 0.274078f, 0.095339f, -0.012971f, -0.026391f};
    assertSame(part(rows, 0, 6), new Array(shape(6), first), 2e-6);
    float[] middle = {0, -0.00786f, -0.025159f, -0.00849f, 0.100408f, 0.265565f, 0.351072f};
    assertSame(part(rows, 6 * 37 + 12, 7), new Array(shape(7), middle), 2e-6);
  }

  @Test
  void vectorsAreResampledNumberByNumber() throws Exception {
    float[] pairs = new float[50];
    for (int i = 0; i < 25; i++) {
      pairs[2 * i] = GRID[i];
      pairs[2 * i + 1] = 1;
    }
    PositionalEmbedding embedding = new PositionalEmbedding(new float[2], pairs, 5, 2);
    Array both = resample(embedding, 3, 4);
    Array one = resample(new PositionalEmbedding(new float[1], GRID, 5, 1), 3, 4);
    for (int i = 0; i < 12; i++) {
      Array expected = new Array(shape(2), new float[] {one.values()[i], 1});
      assertSame(part(both, 2 * i, 2), expected, 1e-6);
    }
  }

  private Array resample(PositionalEmbedding embedding, int rows, int columns) throws Exception {
    TokenGraph graph = new TokenGraph("positions", WeightStorage.F32);
    String picture = graph.input(ModelPort.floats("picture", "rows", "columns"));
    String name =
        embedding.resampled(
            graph, graph.extent("rows", picture, 0), graph.extent("cols", picture, 1));
    Path file = folder.resolve("positions.onnx");
    graph.finish(ModelPort.floats(name, "patches", "" + embedding.width())).save(file);
    Array any = new Array(shape(rows, columns), new float[rows * columns]);
    return Onnx.run(file, Map.of("picture", any)).get(name);
  }

  private static Array part(Array array, int first, int count) {
    return new Array(shape(count), Arrays.copyOfRange(array.values(), first, first + count));
  }
}
