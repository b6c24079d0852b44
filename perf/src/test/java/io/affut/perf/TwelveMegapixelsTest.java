package io.affut.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwelveMegapixelsTest {
  @Test
  void theFileIsAsLargeAsThoseOfCameraTraps(@TempDir Path folder) throws Exception {
    assertThat(Files.size(TwelveMegapixels.jpeg(folder))).isBetween(3_000_000L, 6_000_000L);
  }
}
