package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkersTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void readersOnSeveralThreadsDoNotDisturbEachOther(Readers decoder) throws Exception {
    BufferedImage image = Specimens.noise(60, 40, 1);
    List<Path> files = new ArrayList<>();
    for (String format : List.of("jpg", "png", "bmp", "gif", "tiff")) {
      files.add(Files.write(folder.resolve("x." + format), Specimens.written(image, format)));
    }
    files.add(Files.write(folder.resolve("x.webp"), Specimens.WEBP));
    NativeLedger ledger = new NativeLedger();
    List<byte[]> alone = readAll(decoder, files, ledger);
    try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
      List<Callable<List<byte[]>>> jobs = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        jobs.add(() -> readAll(decoder, files, ledger));
      }
      for (Future<List<byte[]>> result : workers.invokeAll(jobs)) {
        List<byte[]> pixels = result.get();
        for (int i = 0; i < files.size(); i++) {
          assertThat(pixels.get(i)).as(files.get(i).toString()).isEqualTo(alone.get(i));
        }
      }
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static List<byte[]> readAll(Readers decoder, List<Path> files, NativeLedger ledger)
      throws UnreadablePictureException {
    List<byte[]> all = new ArrayList<>();
    try (PictureReader reader = decoder.open(ledger)) {
      for (Path file : files) {
        all.add(Readers.rgb(reader.read(file, Readers.FULL)));
      }
    }
    return all;
  }

  @Test
  void tooLittleMemoryCostsOnePictureAndNotTheBuffer() throws Exception {
    NativeLedger ledger = new NativeLedger();
    try (NativeBuffer buffer = NativeBuffer.shared(ledger, "test")) {
      assertThat(
              catchThrowableOfType(
                  UnreadablePictureException.class, () -> Room.take(buffer, 1L << 50)))
          .hasMessageContaining("needs 1125899907 MB of memory to be decoded, more than there is");
      assertThat(Room.take(buffer, 1000).byteSize()).isEqualTo(1000);
    }
    assertThat(ledger.snapshot()).isEmpty();
  }
}
