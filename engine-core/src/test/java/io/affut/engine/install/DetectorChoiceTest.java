package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.PackageClients;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import io.affut.engine.model.SmallModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `--detector` takes, on a machine without package clients.
class DetectorChoiceTest {
  private static final byte[] NETWORK = {1, 2, 3};

  @TempDir private Path folder;
  private ModelStore store;
  private DetectorChoice choice;

  @BeforeEach
  void makeStore() {
    store = new ModelStore(folder.resolve("models"));
    PackageClients none = new PackageClients(folder.resolve("cache"), Map.of("PATH", ""), l -> {});
    choice =
        new DetectorChoice(
            store,
            new ModelInstaller(store, line -> {}),
            new DefaultModel(store, line -> {}),
            none);
  }

  private Path resolve(Object named) {
    return choice.resolve(Optional.of(named.toString())).network();
  }

  private void assertRefused(Object named, String... reasons) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> resolve(named))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
  }

  @Test
  void anInstalledModelIsNamedByItsId() throws Exception {
    Model<?> model = SmallModel.in(store.place("small"), NETWORK);
    assertThat(resolve("small")).isEqualTo(model.network());
  }

  @Test
  void aModelIsNamedByItsFolder() throws Exception {
    Model<?> model = SmallModel.in(folder.resolve("mine"), NETWORK);
    assertThat(resolve(folder.resolve("mine"))).isEqualTo(model.network());
  }

  @Test
  void aModelIsNamedByItsManifest() throws Exception {
    Model<?> model = SmallModel.in(folder.resolve("mine"), NETWORK);
    assertThat(resolve(model.folder().resolve(Model.MANIFEST))).isEqualTo(model.network());
  }

  @Test
  void aModelIsNamedByItsNetworkWithTheManifestBeside() throws Exception {
    Model<?> model = SmallModel.in(folder.resolve("mine"), NETWORK);
    assertThat(resolve(model.network())).isEqualTo(model.network());
  }

  @Test
  void aWordThatIsNeitherAnIdNorAFileIsRefused() {
    assertRefused("megadetector", "no model megadetector", "affut models list");
    assertRefused("no/such/file.onnx", "no model no/such/file.onnx");
  }

  @Test
  void aNameThatNoFileCanHaveIsRefusedLikeAnyOther() {
    assertRefused("nul\0byte", "There is no model nul");
  }

  @Test
  void aNetworkWithoutAManifestIsRefused() throws Exception {
    Path network = Files.write(folder.resolve("lone.onnx"), NETWORK);
    assertRefused(network, network + " cannot be used without a manifest.toml", "is no ONNX file");
  }

  @Test
  void aFileThatTheManifestBesideDoesNotNameIsRefused() throws Exception {
    SmallModel.in(folder.resolve("mine"), NETWORK);
    Path other = Files.write(folder.resolve("mine/other.onnx"), NETWORK);
    assertRefused(other, "a manifest.toml beside it that names it");
  }

  @Test
  void aFolderWithoutAManifestIsRefused() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(empty, empty + " is not a model: it has no manifest.toml");
  }

  @Test
  void aDamagedModelIsRefused() throws Exception {
    Model<?> model = SmallModel.in(store.place("small"), NETWORK);
    Files.write(model.network(), new byte[] {1, 2, 4});
    assertRefused("small", "The model small is damaged");
  }

  @Test
  void anInstalledModelWithAWrongManifestIsRefused() throws Exception {
    Files.createDirectories(store.place("small"));
    Files.writeString(store.place("small").resolve(Model.MANIFEST), "id = 1");
    assertRefused("small", "is wrong at \"task\"");
  }

  @Test
  void theDefaultThatCannotBeFetchedIsOneSentenceThatSaysHowToGiveItByHand() {
    for (Optional<String> named :
        java.util.List.of(Optional.<String>empty(), Optional.of("centernet-mobilenetv3-512"))) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> choice.resolve(named))
          .withMessageContaining("The default model cannot be fetched")
          .withMessageContaining("npm")
          .withMessageContaining("@vladmandic/human 3.3.6")
          .withMessageContaining("--detector vladmandic-human-3.3.6.tgz");
    }
  }
}
