package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links, pipes and devices are POSIX here")
class FileBytesTest {
  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final NativeBuffer buffer = NativeBuffer.confined(ledger, "file");

  @AfterEach
  void everythingIsGivenBack() {
    buffer.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private String reason(Path file) {
    return catchThrowableOfType(
            UnreadablePictureException.class, () -> FileBytes.read(file, buffer))
        .getMessage();
  }

  @Test
  void aFileIsReadToTheLastByteAndThenTheNextOne() throws Exception {
    byte[] large = new byte[100_000];
    large[99_999] = 9;
    Path first = Files.write(folder.resolve("first"), large);
    Path second = Files.write(folder.resolve("second"), new byte[] {1, 2, 3});
    assertThat(FileBytes.read(first, buffer).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(large);
    assertThat(FileBytes.read(second, buffer).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(1, 2, 3);
  }

  @Test
  void namesMayHaveSpacesAccentsAndNewlines() throws Exception {
    Path file = folder.resolve("cerf élaphe\n 鹿 .jpg");
    Files.write(file, new byte[] {5});
    assertThat(FileBytes.read(file, buffer).byteSize()).isEqualTo(1);
  }

  @Test
  void anEmptyFileSaysSo() throws IOException {
    assertThat(reason(Files.createFile(folder.resolve("x.jpg")))).isEqualTo("is empty (0 bytes)");
  }

  @Test
  void aFolderIsAFolderWhateverItsName() throws IOException {
    assertThat(reason(Files.createDirectory(folder.resolve("x.jpg"))))
        .isEqualTo("is a folder, not a picture");
  }

  @Test
  void whatIsGoneSaysSo() {
    assertThat(reason(folder.resolve("gone.jpg"))).isEqualTo("does not exist (any more)");
  }

  @Test
  void aPipeIsRefusedWithoutWaitingForAWriter() throws Exception {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(reason(pipe)).contains("is a pipe, a socket or a device");
  }

  @Test
  void aDeviceIsRefused() {
    assertThat(reason(Path.of("/dev/zero"))).contains("not a regular file");
  }

  @Test
  void aSocketIsRefused() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path socket = folder.resolve("s");
      server.bind(UnixDomainSocketAddress.of(socket));
      assertThat(reason(socket)).contains("not a regular file");
    }
  }

  @Test
  void aLinkIsFollowedAndOneThatLeadsNowhereOrToItselfSaysSo() throws Exception {
    Path file = Files.write(folder.resolve("real"), new byte[] {5});
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(FileBytes.read(link, buffer).byteSize()).isEqualTo(1);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    assertThat(reason(dangling)).isEqualTo("is a link to a file that does not exist");
    Path self = Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));
    assertThat(reason(self)).isEqualTo("is a link that leads back to itself");
  }

  @Test
  void aFileInAFileDoesNotExist() throws IOException {
    Path file = Files.write(folder.resolve("x.jpg"), new byte[] {5});
    assertThat(reason(file.resolve("y.jpg"))).isNotBlank().doesNotContain(folder.toString());
  }

  @Test
  void moreThanAGibibyteIsRefusedWithoutMemory() throws IOException {
    Path huge = folder.resolve("huge.jpg");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(FileBytes.MOST_BYTES + 1);
    }
    assertThat(reason(huge)).isEqualTo("is too large: 1073741825 bytes, and the limit is 1 GiB");
    assertThat(ledger.snapshot()).isEmpty();
  }

  @Test
  void aFileThatShrinksGrowsAndVanishesWhileItIsReadEndsNothing() throws Exception {
    Path file = folder.resolve("restless.jpg");
    Thread writer = Thread.ofPlatform().start(() -> shrinkAndGrow(file));
    try {
      int seen = 0;
      int missed = 0;
      while (seen < 50 || missed < 50) {
        try {
          MemorySegment bytes = FileBytes.read(file, buffer);
          assertThat(bytes.byteSize()).isBetween(1L, 8_000_000L);
          bytes.toArray(ValueLayout.JAVA_BYTE);
          seen++;
        } catch (UnreadablePictureException e) {
          assertThat(e.getMessage()).isIn("is empty (0 bytes)", "does not exist (any more)");
          missed++;
        }
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
    assertThatNoException().isThrownBy(() -> Files.deleteIfExists(file));
  }

  private static void shrinkAndGrow(Path file) {
    for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.setLength(8_000_000);
        out.setLength(4_000_000);
        out.setLength(0);
        if (round % 3 == 0) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
