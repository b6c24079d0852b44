package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelBytesTest {
  private static boolean canBeModel(byte[] bytes) {
    return ModelBytes.canBeModel(MemorySegment.ofArray(bytes));
  }

  @Test
  void takesOnnxAndXml() {
    assertThat(canBeModel(SmallModels.onnxRelu())).isTrue();
    assertThat(canBeModel(SmallModels.scaling())).isTrue();
    assertThat(canBeModel("\uFEFF \n<net/>".getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @Test
  void refusesWhatEndsInTheMiddleOfAField() {
    byte[] whole = SmallModels.onnxRelu();
    int endOfFirst = 2;
    int endOfGraph = whole.length - 4;
    for (int length = 1; length < whole.length; length++) {
      boolean betweenFields = length == endOfFirst || length == endOfGraph;
      assertThat(canBeModel(Arrays.copyOf(whole, length)))
          .as("the first %d bytes", length)
          .isEqualTo(betweenFields);
    }
  }

  @Test
  void refusesTextAndImpossibleLengths() {
    assertThat(canBeModel("this is no model".getBytes(StandardCharsets.UTF_8))).isFalse();
    byte[] endlessNumber = new byte[30];
    Arrays.fill(endlessNumber, (byte) 0xff);
    assertThat(canBeModel(endlessNumber)).isFalse();
    byte[] negativeLength = {10, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertThat(canBeModel(negativeLength)).isFalse();
  }

  @Property
  void copesWithAnything(@ForAll byte[] bytes) {
    boolean first = canBeModel(bytes);
    byte[] broken = Arrays.copyOf(bytes, bytes.length + 1);
    broken[bytes.length] = 10; // the key of a field whose length is missing
    boolean xml = new String(bytes, StandardCharsets.ISO_8859_1).contains("<");
    assertThat(first && canBeModel(broken) && !xml).isFalse();
  }
}
