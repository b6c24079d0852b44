package io.affut.bindings.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedPagesTest {
  private static final int SIZE = 8 << 20;
  private static final Path SMAPS = Path.of("/proc/self/smaps");

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    byte[] content = new byte[SIZE];
    Arrays.fill(content, (byte) 7);
    return Files.write(folder.resolve(name), content).toRealPath();
  }

  private static long sum(MemorySegment mapped) {
    long sum = 0;
    for (long at = 0; at < mapped.byteSize(); at += 4096) {
      sum += mapped.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  /// How much of a mapped file is in the memory of this process, in bytes.
  private static long resident(Path file) throws IOException {
    Assumptions.assumeTrue(Files.isReadable(SMAPS), "this system has no " + SMAPS);
    try (Stream<String> lines = Files.lines(SMAPS)) {
      long kilobytes = -1;
      boolean isInside = false;
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          isInside = line.endsWith(file.toString());
        } else if (isInside && line.startsWith("Rss:")) {
          kilobytes = Math.max(0, kilobytes) + Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      assertThat(kilobytes).as("the file is mapped").isNotNegative();
      return kilobytes << 10;
    }
  }

  @Test
  void whatWasReadIsNoLongerInMemoryAndStillThere() throws Exception {
    Path file = file("weights");
    Path other = file("other");
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file);
        FileChannel others = FileChannel.open(other)) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, SIZE, arena);
      MemorySegment left = others.map(MapMode.READ_ONLY, 0, SIZE, arena);
      long wanted = sum(mapped);
      sum(left);
      assertThat(resident(file)).isEqualTo(SIZE);
      MappedPages.lettingGo(List.of(file)).close();
      assertThat(resident(file)).isZero();
      assertThat(resident(other)).isEqualTo(SIZE);
      assertThat(sum(mapped)).isEqualTo(wanted);
    }
  }

  @Test
  void whatMayBeWrittenIsLeftAlone() throws Exception {
    Path file = file("written");
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(
                file,
                java.nio.file.StandardOpenOption.READ,
                java.nio.file.StandardOpenOption.WRITE)) {
      MemorySegment mapped = channel.map(MapMode.PRIVATE, 0, SIZE, arena);
      mapped.set(ValueLayout.JAVA_BYTE, 5000, (byte) 9);
      MappedPages.lettingGo(List.of(file)).close();
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 5000)).isEqualTo((byte) 9);
    }
  }

  @Test
  void aFileThatIsNotThereIsNoMatter() {
    assertThatCode(
            () -> {
              MappedPages pages = MappedPages.lettingGo(List.of(folder.resolve("none")));
              pages.close();
              pages.close();
            })
        .doesNotThrowAnyException();
  }
}
