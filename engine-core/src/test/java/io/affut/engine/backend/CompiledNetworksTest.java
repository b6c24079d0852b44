package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.model.Manifests;
import io.affut.engine.model.Model;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledNetworksTest {
  @TempDir Path folder;
  private Path kept;
  private Model<?> model;

  @BeforeEach
  void makeANetwork() throws Exception {
    kept = folder.resolve("compiled");
    model = new Model<>(Manifests.detector(), folder);
    for (Path file : model.files()) {
      Files.write(file, new byte[] {1});
    }
  }

  @Test
  void theFolderIsMadeWhenItIsNeeded() {
    assertThat(CompiledNetworks.place(kept, model)).contains(kept);
    assertThat(kept).isDirectory();
  }

  @Test
  void aLargeNetworkIsNotKept() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(model.files().getFirst().toFile(), "rw")) {
      file.setLength(64_000_001);
    }
    assertThat(CompiledNetworks.place(kept, model)).isEmpty();
    assertThat(kept).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeIsDoneWithout() throws Exception {
    Files.writeString(kept, "a file");
    assertThat(CompiledNetworks.place(kept, model)).isEmpty();
  }

  @Test
  void theOldestGoWhenThereAreMany() throws Exception {
    Files.createDirectories(kept);
    for (int i = 0; i < 20; i++) {
      Path file = Files.write(kept.resolve(i + ".blob"), new byte[] {1});
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + i));
    }
    CompiledNetworks.place(kept, model);
    assertThat(kept.toFile().list())
        .hasSize(15)
        .contains("19.blob", "5.blob")
        .doesNotContain("0.blob", "4.blob");
  }
}
