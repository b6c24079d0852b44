package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.modelimport.Array;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.Onnx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weights come out as they were before they were stored.
class WeightsTest {
  @TempDir Path folder;

  @Test
  void float16IsWidened() throws Exception {
    byte[] stored =
        bytes(8)
            .putShort((short) 0x3c00)
            .putShort((short) 0xc500)
            .putShort((short) 0x0001)
            .putShort((short) 0x7bff)
            .array();
    assertThat(
            values("float32", "{\"dtype\": \"float16\", \"original_dtype\": \"float32\"}", stored))
        .containsExactly(1, -5, 0x1p-24f, 65504);
  }

  @Test
  void eightBitsStandForAScaleAndAnOffset() throws Exception {
    byte[] stored = {0, 1, (byte) 128, (byte) 255};
    String quantization = "{\"dtype\": \"uint8\", \"scale\": 0.5, \"min\": -3.25}";
    assertThat(values("float32", quantization, stored))
        .containsExactly(-3.25f, -2.75f, 60.75f, 124.25f);
  }

  @Test
  void sixteenBitsStandForAScaleAndAnOffset() throws Exception {
    byte[] stored =
        bytes(8)
            .putShort((short) 0)
            .putShort((short) 1)
            .putShort((short) 32768)
            .putShort((short) 65535)
            .array();
    String quantization = "{\"dtype\": \"uint16\", \"scale\": 0.25, \"min\": 100}";
    assertThat(values("float32", quantization, stored))
        .containsExactly(100, 100.25f, 8292, 16483.75f);
  }

  @Test
  void quantisedIntegersAreTheNearestOnes() throws Exception {
    byte[] stored = {0, 1, 2, 3};
    String quantization = "{\"dtype\": \"uint8\", \"scale\": 0.5, \"min\": -1}";
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 4)
            .constant("w", "int32", shape(4), quantization, stored)
            .node("whole", "Cast", "w", "\"DstT\": {\"type\": \"DT_FLOAT\"}")
            .node("y", "AddV2", "x whole");
    model.convert("y");
    Array zero = new Array(shape(4), new float[4]);
    // Halves go up, as Math.round of JavaScript does.
    assertThat(Onnx.run(model.onnx(), Map.of("x", zero)).get("y").values())
        .containsExactly(-1, 0, 0, 1);
  }

  @Test
  void boolsAndBytesAreOneByteEach() throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 2)
            .constant("b", "bool", shape(2), "", new byte[] {1, 0})
            .constant("u", "uint8", shape(2), "", new byte[] {(byte) 200, 7})
            .node("bf", "Cast", "b", "\"DstT\": {\"type\": \"DT_FLOAT\"}")
            .node("uf", "Cast", "u", "\"DstT\": {\"type\": \"DT_FLOAT\"}")
            .node("sum", "AddV2", "bf uf")
            .node("y", "AddV2", "x sum");
    model.convert("y");
    Array zero = new Array(shape(2), new float[2]);
    assertThat(Onnx.run(model.onnx(), Map.of("x", zero)).get("y").values()).containsExactly(201, 7);
  }

  @Property(tries = 200)
  void dequantisationIsThatOfTensorFlowJs(
      @ForAll @Size(min = 2, max = 2) byte[] stored,
      @ForAll @DoubleRange(min = -10, max = 10) double scale,
      @ForAll @DoubleRange(min = -1000, max = 1000) double min) {
    int eight = stored[0] & 0xff;
    int sixteen = stored[0] & 0xff | (stored[1] & 0xff) << 8;
    assertThat(float32(new Storage.Quantised(1, scale, min), stored[0]))
        .isEqualTo((float) (eight * scale + min));
    assertThat(float32(new Storage.Quantised(2, scale, min), stored))
        .isEqualTo((float) (sixteen * scale + min));
  }

  @Test
  void aWeightMayLieAcrossSeveralFiles() throws Exception {
    float[] numbers = {1, 2, 3, 4, 5, 6, 7};
    ByteBuffer all = bytes(28);
    for (float number : numbers) {
      all.putFloat(number);
    }
    int[] cuts = {0, 3, 3, 13, 28};
    for (int i = 0; i < 4; i++) {
      Files.write(
          folder.resolve("shard" + i), Arrays.copyOfRange(all.array(), cuts[i], cuts[i + 1]));
    }
    String manifest =
        """
        [{"paths": ["shard0", "shard1", "shard2", "shard3"], "weights": [
          {"name": "a", "shape": [2], "dtype": "float32"},
          {"name": "b", "shape": [4], "dtype": "float32"},
          {"name": "c", "shape": [], "dtype": "float32"}]}]\
        """;
    Weights weights = Weights.of(new JsonMapper().readTree(manifest), folder);
    assertThat(weights.read("b").orElseThrow().elements()).containsExactly(3, 4, 5, 6);
    assertThat(weights.read("c").orElseThrow().elements()).containsExactly(7);
    assertThat(weights.read("a").orElseThrow().elements()).containsExactly(1, 2);
    assertThat(weights.read("d")).isEmpty();
  }

  @Test
  void aFileThatBecomesShorterMeanwhileIsRefused() throws Exception {
    Path shard = Files.write(folder.resolve("shard"), new byte[8]);
    String manifest =
        """
        [{"paths": ["shard"], "weights": [{"name": "a", "shape": [2], "dtype": "float32"}]}]\
        """;
    Weights weights = Weights.of(new JsonMapper().readTree(manifest), folder);
    Files.write(shard, new byte[5]);
    assertThatThrownBy(() -> weights.read("a"))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("shorter");
  }

  private static float float32(Storage storage, byte... stored) {
    return ByteBuffer.wrap(storage.decode(stored, ElementType.FLOAT32))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  private float[] values(String type, String quantization, byte[] stored) throws Exception {
    GraphModelFile model =
        GraphModelFile.in(folder)
            .input("x", 4)
            .constant("w", type, shape(4), quantization, stored)
            .node("y", "AddV2", "x w");
    model.convert("y");
    ByteBuffer written =
        Onnx.read(model.onnx())
            .getGraph()
            .getInitializer(0)
            .getRawData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[4];
    written.asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
