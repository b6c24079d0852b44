package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.GuardPageArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CTextTest {
  @Test
  void nullIsEmpty() {
    assertThat(OpenVinoC.text(MemorySegment.NULL)).isEmpty();
  }

  @Test
  void textIsUtf8() {
    try (Arena arena = Arena.ofConfined()) {
      assertThat(OpenVinoC.text(arena.allocateFrom("é→🦊"))).isEqualTo("é→🦊");
    }
  }

  @Test
  void nothingIsReadBehindTheEnd() {
    byte[] text = "to the last byte\0".getBytes(StandardCharsets.UTF_8);
    try (Arena arena = new GuardPageArena()) {
      MemorySegment memory = arena.allocate(text.length, 1);
      memory.copyFrom(MemorySegment.ofArray(text));
      assertThat(OpenVinoC.text(memory)).isEqualTo("to the last byte");
    }
  }

  @Test
  void endlessTextIsCut() {
    try (Arena arena = new GuardPageArena()) {
      MemorySegment memory = arena.allocate(OpenVinoC.MAX_TEXT, 1);
      memory.fill((byte) 'a');
      assertThat(OpenVinoC.text(memory)).hasSize(OpenVinoC.MAX_TEXT);
      memory.set(JAVA_BYTE, 100, (byte) 0);
      assertThat(OpenVinoC.text(memory)).hasSize(100);
    }
  }
}
