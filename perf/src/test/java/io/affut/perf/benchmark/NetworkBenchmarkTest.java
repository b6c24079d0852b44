package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.perf.Parts;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class NetworkBenchmarkTest {
  private static final int SIZE = 512;
  private static final int ROWS = 480;

  @Test
  void itComputesWhatTensorFlowJsComputes() throws Exception {
    Map<String, NumpyArray> expected =
        NumpyArray.readAll(Fixtures.at("default-model/tfjs-domestic_cattle.npz"));
    Parts.requireOpenVino();
    NetworkBenchmark benchmark = new NetworkBenchmark();
    benchmark.prepare();
    showCattle(benchmark.input());
    MemorySegment heat = benchmark.compute().getFirst();
    double[] hottest = expected.get("keypoints_top100").values();
    double[] where = expected.get("keypoints_top100_index").values();
    for (int i = 0; i < hottest.length; i++) {
      assertThat(heat.getAtIndex(ValueLayout.JAVA_FLOAT, (long) where[i]))
          .isCloseTo((float) hottest[i], within(1e-3f));
    }
    benchmark.close();
    assertThat(benchmark.ledger().snapshot()).isEmpty();
  }

  /// The top left part of a letterboxed photo, nothing below.
  private static void showCattle(MemorySegment input) throws Exception {
    BufferedImage photo = ImageIO.read(Fixtures.at("letterbox/domestic_cattle-640.png").toFile());
    input.fill((byte) 0);
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < SIZE; x++) {
        int rgb = photo.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          input.set(ValueLayout.JAVA_BYTE, 3L * (y * SIZE + x) + c, (byte) (rgb >> 16 - 8 * c));
        }
      }
    }
  }
}
