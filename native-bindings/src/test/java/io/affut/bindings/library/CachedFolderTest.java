package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFolderTest {
  @TempDir Path cache;
  private final AtomicInteger fillings = new AtomicInteger();
  private CachedFolder folder;

  @BeforeEach
  void prepare() {
    folder = new CachedFolder(cache, "native/thing-1");
  }

  @Test
  void isFilledOnceAndThenWhole() throws IOException {
    assertThat(folder.fault()).contains("nothing is there yet");
    fill();
    fill();

    assertThat(folder.fault()).isEmpty();
    assertThat(folder.path().resolve("a/b.txt")).hasContent("content");
    assertThat(fillings).hasValue(1);
  }

  @Test
  void unpackingThatStopsHalfWayLeavesNothingBehind() {
    assertThatThrownBy(() ->
            folder.filled(
                _ -> {},
                empty -> {
                  Files.writeString(empty.resolve("half"), "half");
                  throw new IOException("the disk is full");
                }))
        .hasMessage("the disk is full");

    assertThat(folder.fault()).isPresent();
    assertThat(cache.resolve("native")).isEmptyDirectory();
  }

  @Test
  void whatAnEndedProcessLeftBehindIsSweptAwayAndNeverTakenForTheFolder() throws IOException {
    Path leftOver = Files.createDirectories(cache.resolve("native/.thing-1.left-over/a"));
    Files.writeString(leftOver.resolve("b.txt"), "cont");

    assertThat(folder.fault()).isPresent();
    fill();

    assertThat(Folders.list(cache.resolve("native"))).containsExactly(folder.path());
  }

  @Test
  void aFileThatWasDeletedOrCutLaterIsNoticedAndPutBack() throws IOException {
    fill();
    Files.delete(folder.path().resolve("a/b.txt"));
    assertThat(folder.fault().orElseThrow()).contains("a/b.txt");
    fill();
    Files.writeString(folder.path().resolve("a/b.txt"), "cont");
    assertThat(folder.fault().orElseThrow()).contains("a/b.txt");
    fill();

    assertThat(folder.fault()).isEmpty();
    assertThat(fillings).hasValue(3);
  }

  @Test
  void aFolderWithoutItsListIsNotTrusted() throws IOException {
    fill();
    Files.delete(folder.path().resolve(CachedFolder.LIST));

    assertThat(folder.fault()).contains("it is not complete");
  }

  private void fill() throws IOException {
    folder.filled(
        _ -> {},
        empty -> {
          fillings.incrementAndGet();
          Files.createDirectories(empty.resolve("a"));
          Files.writeString(empty.resolve("a/b.txt"), "content");
        });
  }
}
