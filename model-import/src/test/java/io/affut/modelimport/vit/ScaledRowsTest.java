package io.affut.modelimport.vit;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.TableFile;
import io.affut.modelimport.pytorch.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of a matrix that is read in pieces: a row may be longer than a piece, or end inside one.
class ScaledRowsTest {
  private static final int COLUMNS = 300_001;

  @TempDir Path folder;

  @Test
  void eachOfSomeRowsIsMultipliedByItsFactor() throws Exception {
    float[] values = new float[5 * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 1000;
    }
    Map<String, Array> matrix = Map.of("matrix", new Array(shape(5, COLUMNS), values));
    float[] factors = {1, -2, 0.5f};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Checkpoint file = Checkpoint.open(TableFile.write(folder.resolve("m.pt"), matrix))) {
      Tensor tensor = (Tensor) ((Table) file.root()).get("matrix").orElseThrow();
      new ScaledRows(tensor, 1, factors).writeTo(bytes);
    }
    float[] expected = new float[factors.length * COLUMNS];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = values[COLUMNS + i] * factors[i / COLUMNS];
    }
    float[] written = new float[bytes.size() / Float.BYTES];
    ByteBuffer.wrap(bytes.toByteArray())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(written);
    assertThat(written).isEqualTo(expected);
  }
}
