package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static io.affut.modelimport.ArrayAssert.assertSame;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The matrix inside the network against the kernel as it is defined, by cases and in a loop.
class AntialiasedCubicProperties {
  @Property(tries = 60)
  void anySizeGivesTheMatrixOfTheKernel(
      @ForAll @IntRange(min = 1, max = 50) int source,
      @ForAll @IntRange(min = 1, max = 50) int target)
      throws Exception {
    TokenGraph graph = new TokenGraph("matrix", WeightStorage.F32);
    String x = graph.input(ModelPort.floats("x", "target"));
    AntialiasedCubic.matrix(graph, "matrix", graph.extent("size", x, 0), source);
    Path file = Files.createTempFile("matrix", ".onnx");
    try {
      graph.finish(ModelPort.floats("matrix", "target", "" + source)).save(file);
      Array any = new Array(shape(target), new float[target]);
      Array matrix = Onnx.run(file, Map.of("x", any)).get("matrix");
      assertSame(matrix, new Array(shape(target, source), naive(target, source)), 1e-5);
    } finally {
      Files.delete(file);
    }
  }

  private static float[] naive(int target, int source) {
    float[] matrix = new float[target * source];
    double scale = (double) source / target;
    double stretch = Math.max(scale, 1);
    for (int row = 0; row < target; row++) {
      double sum = 0;
      for (int column = 0; column < source; column++) {
        sum += keys((column + 0.5 - (row + 0.5) * scale) / stretch);
      }
      for (int column = 0; column < source; column++) {
        double weight = keys((column + 0.5 - (row + 0.5) * scale) / stretch);
        matrix[row * source + column] = (float) (weight / sum);
      }
    }
    return matrix;
  }

  /// Keys' cubic kernel with a = -1/2.
  private static double keys(double distance) {
    double d = Math.abs(distance);
    if (d < 1) {
      return 1.5 * d * d * d - 2.5 * d * d + 1;
    }
    return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
  }
}
