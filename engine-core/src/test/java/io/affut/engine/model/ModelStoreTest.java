package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir private Path folder;

  @Test
  void aStoreThatIsNotThereYetIsEmpty() {
    ModelStore store = new ModelStore(folder.resolve("not yet"));
    assertThat(store.folders()).isEmpty();
    assertThat(store.find("small")).isEmpty();
    assertThat(folder.resolve("not yet")).doesNotExist();
  }

  @Test
  void aModelIsFoundByItsId() throws Exception {
    ModelStore store = new ModelStore(folder);
    Model<?> model = SmallModel.in(store.place("small"), new byte[] {1});
    assertThat(store.find("small").orElseThrow().network()).isEqualTo(model.network());
    assertThat(store.find("smaller")).isEmpty();
  }

  @Test
  void foldersAreSortedAndOnlyThoseWithAManifest() throws Exception {
    ModelStore store = new ModelStore(folder);
    SmallModel.in(store.place("b"), new byte[] {1});
    SmallModel.in(store.place("a"), new byte[] {1});
    Files.createDirectories(store.place("half-installed"));
    Files.writeString(folder.resolve("note.txt"), "no model");
    assertThat(store.folders()).containsExactly(folder.resolve("a"), folder.resolve("b"));
  }

  @Test
  void aModelWithAWrongManifestIsFoundAndRefused() throws Exception {
    ModelStore store = new ModelStore(folder);
    Files.createDirectories(store.place("small"));
    Files.writeString(store.place("small").resolve(Model.MANIFEST), "id = 1");
    assertThat(store.folders()).hasSize(1);
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> store.find("small"));
  }
}
