package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.Sha256;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultModelTest {
  @TempDir private static Path unpacked;

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();

  /// The graph and its weights, for this test alone.
  private Path graph() throws IOException {
    if (Files.notExists(unpacked.resolve("centernet.json"))) {
      NpmPackage.unpack(unpacked);
    }
    Files.copy(unpacked.resolve("centernet.bin"), folder.resolve("centernet.bin"));
    return Files.copy(unpacked.resolve("centernet.json"), folder.resolve("centernet.json"));
  }

  private ModelStore store() {
    return new ModelStore(folder.resolve("models"));
  }

  private DefaultModel defaultModel() {
    return new DefaultModel(store(), progress::add);
  }

  /// The default model as another version of Affût has it.
  private DefaultModel withManifest(String was, String becomes) throws IOException {
    String changed = manifestText().replaceFirst(was, becomes);
    assertThat(changed).isNotEqualTo(manifestText());
    return new DefaultModel(store(), progress::add, pins(), changed);
  }

  /// The default model of a version of Affût that has converted the same graph to other bytes, and
  /// its network installed.
  private DefaultModel afterOneThatMadeOtherBytes() throws IOException {
    Path network = folder.resolve("models/centernet-mobilenetv3-512/model.onnx");
    Files.createDirectories(network.getParent());
    Files.writeString(network, "as an earlier version converted it");
    Properties pins = pins();
    String sum = Sha256.of(network);
    pins.setProperty("earlier.sha256", sum);
    Files.writeString(
        network.resolveSibling(Model.MANIFEST),
        manifestText()
            .replace(defaultModel().manifest().sha256(), sum)
            .replaceFirst("(?m)^notice = .*$", ""));
    return new DefaultModel(store(), progress::add, pins, manifestText());
  }

  private static Properties pins() throws IOException {
    Properties pins = new Properties();
    try (var in = DefaultModel.class.getResourceAsStream("default-model.properties")) {
      pins.load(in);
    }
    return pins;
  }

  private static String manifestText() throws IOException {
    try (var in = DefaultModel.class.getResourceAsStream("default-model.toml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// A machine without package clients.
  private PackageClients noClients() {
    return new PackageClients(folder.resolve("no cache"), Map.of("PATH", ""), line -> {});
  }

  private void assertRefused(Path source, String... reasons) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> defaultModel().installFrom(source))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(folder.resolve("models")).isEmptyDirectory();
  }

  private void assertInstalled(Model<?> model) throws IOException {
    assertThat(model.folder()).isEqualTo(folder.resolve("models/centernet-mobilenetv3-512"));
    assertThat(ModelIntegrity.verify(model)).containsExactly(defaultModel().manifest().sha256());
    assertThat(model.folder().resolve(Model.MANIFEST)).hasContent(manifestText());
    assertThat(Model.in(model.folder()).network()).isEqualTo(model.network());
    try (var all = Files.walk(folder.resolve("models"))) {
      assertThat(all.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(model.network(), model.folder().resolve(Model.MANIFEST));
    }
    try (var all = Files.list(folder.resolve("models"))) {
      assertThat(all).containsExactly(model.folder());
    }
  }

  @Test
  void itIsFetchedByThePackageClientAndConvertedOnce() throws Exception {
    NpmPackage.real();
    assertInstalled(defaultModel().install(NpmPackage.clients()));
    assertThat(progress).containsExactly("Converting the default model (once)");
    assertInstalled(defaultModel().install(noClients()));
    assertThat(progress).hasSize(1);
  }

  @Test
  void itIsGivenByHandAsTheGraphWithItsWeightsBeside() throws Exception {
    Path graph = graph();
    assertThat(defaultModel().accepts(graph)).isTrue();
    assertInstalled(defaultModel().installFrom(graph));
  }

  /// Its SHA-256 is pinned; the importer may not depend on time, place or hash order.
  @Test
  void itIsTheSameBytesHoweverOftenItIsConverted() throws Exception {
    Path graph = graph();
    Model<?> first = defaultModel().installFrom(graph);
    ModelStore otherStore = new ModelStore(folder.resolve("other/models"));
    Model<?> second = new DefaultModel(otherStore, progress::add).installFrom(NpmPackage.real());
    assertThat(second.network()).hasSameBinaryContentAs(first.network());
  }

  @Test
  void runsThatInstallItAtTheSameTimeAllGetIt() throws Exception {
    Path graph = graph();
    List<Model<?>> models =
        AtOnce.run(
            3,
            () -> {
              Model<?> model = new DefaultModel(store(), line -> {}).installFrom(graph);
              ModelIntegrity.check(model);
              return model;
            });
    for (Model<?> model : models) {
      assertInstalled(model);
    }
  }

  @Test
  void aDamagedOneIsRepairedFromTheFileThatTheUserGives() throws Exception {
    Path graph = graph();
    Model<?> model = defaultModel().installFrom(graph);
    Files.writeString(model.network(), "damaged");
    assertInstalled(defaultModel().installFrom(graph));
  }

  @Test
  void aDamagedOneIsNotReplacedWithoutAWord() throws Exception {
    Model<?> model = defaultModel().installFrom(graph());
    Files.writeString(model.network(), "damaged");
    Model<?> found = defaultModel().install(noClients());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(found))
        .withMessageContaining("damaged");
  }

  /// A new version may say more of the same network, without a new fetch.
  @Test
  void theManifestOfAnEarlierVersionIsRenewed() throws Exception {
    withManifest("(?m)^notice = .*$", "").installFrom(graph());
    assertInstalled(defaultModel().install(noClients()));
    assertThat(progress).last().asString().contains("Renewing the manifest");
  }

  @Test
  void theNetworkOfAnEarlierVersionIsConvertedAnew() throws Exception {
    Path graph = graph();
    Model<?> model = withManifest("(?m)^notice = .*$", "").installFrom(graph);
    Files.writeString(model.network(), "as an earlier version converted it");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> defaultModel().install(noClients()))
        .withMessageContaining("cannot be fetched");
    assertInstalled(defaultModel().installFrom(graph));
  }

  /// It computes the same, so nobody has to be on-line for it.
  @Test
  void aKnownNetworkOfAnEarlierVersionServesWhereItCannotBeConvertedAnew() throws Exception {
    DefaultModel later = afterOneThatMadeOtherBytes();
    Model<?> model = later.install(noClients());
    assertThat(model.network()).hasContent("as an earlier version converted it");
    assertThat(ModelIntegrity.verify(model)).containsExactly(model.manifest().sha256());
    assertThat(Model.in(model.folder()).manifest().about()).isEqualTo(model.manifest().about());
    assertThat(model.manifest().about().notice()).isNotEmpty();
    assertThat(progress).containsExactly("Renewing the manifest of the default model");
    later.install(noClients());
    assertThat(progress).hasSize(1);
  }

  @Test
  void aKnownNetworkOfAnEarlierVersionIsConvertedAnewFromWhatIsCached() throws Exception {
    NpmPackage.real();
    assertInstalled(afterOneThatMadeOtherBytes().install(NpmPackage.clients()));
  }

  /// As after a download that was damaged, or on a store that may not be written.
  @Test
  void aKnownNetworkOfAnEarlierVersionServesAlsoWhereWhatIsCachedIsOfNoUse() throws Exception {
    DefaultModel later = afterOneThatMadeOtherBytes();
    Path cached = folder.resolve("no cache/downloads/" + later.pinned().fileName());
    Files.createDirectories(cached.getParent());
    Files.writeString(cached, "no package");
    assertThat(noClients().isCached(later.pinned())).isTrue();
    assertThat(later.install(noClients()).network())
        .hasContent("as an earlier version converted it");
    assertThat(progress)
        .last()
        .asString()
        .startsWith("The default model stays as an earlier version made it.");
  }

  @Test
  void whoRenewsItOffLineKeepsWhatServes() throws Exception {
    Model<?> model = afterOneThatMadeOtherBytes().renew(noClients());
    assertThat(model.network()).hasContent("as an earlier version converted it");
    assertThat(progress)
        .last()
        .asString()
        .startsWith("The default model stays as an earlier version made it.")
        .contains("cannot be fetched");
  }

  @Test
  void whoHasNoneCannotRenewItOffLine() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> defaultModel().renew(noClients()))
        .withMessageContaining("--detector vladmandic-human-3.3.6.tgz");
    assertThat(progress).isEmpty();
  }

  @Test
  void aConversionThatGivesOtherBytesThanArePinnedIsRefused() throws Exception {
    DefaultModel other = withManifest("(?m)^sha256 = .*$", "sha256 = \"" + "0".repeat(64) + "\"");
    Path graph = graph();
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> other.installFrom(graph))
        .withMessageContaining("was converted to something else")
        .withMessageContaining("0".repeat(64))
        .withMessageContaining("--detector");
    assertNothingIsLeft();
  }

  @Test
  void aFileThatIsNoPackageIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("human.tgz"), "no archive");
    assertThat(defaultModel().accepts(text)).isTrue();
    assertRefused(text, text + " is not the npm package @vladmandic/human 3.3.6");
  }

  @Test
  void anotherPackageIsRefused() throws Exception {
    Path other =
        NpmPackage.pack(folder.resolve("other.tgz"), Map.of("package/package.json", new byte[9]));
    assertRefused(other, other + " is not the npm package @vladmandic/human 3.3.6");
  }

  @Test
  void aCutPackageIsRefused() throws Exception {
    byte[] noise = new byte[100_000];
    new java.util.Random(1).nextBytes(noise);
    Path whole =
        NpmPackage.pack(
            folder.resolve("whole.tgz"),
            Map.of("package/models/centernet.json", noise, "package/models/centernet.bin", noise));
    Path cut = folder.resolve("cut.tgz");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(whole), 50_000));
    assertRefused(cut, cut + " is not the npm package");
  }

  @Test
  void aPackageWithAnotherGraphIsRefused() throws Exception {
    Path other =
        NpmPackage.pack(
            folder.resolve("other.tgz"),
            Map.of(
                "package/models/centernet.json", new byte[9],
                "package/models/centernet.bin", new byte[9]));
    assertRefused(other, "centernet.json is not the file of the default model", "SHA-256");
  }

  @Test
  void aGraphWithOtherWeightsIsRefused() throws Exception {
    Path graph = graph();
    Files.write(folder.resolve("centernet.bin"), new byte[9]);
    assertRefused(graph, folder.resolve("centernet.bin") + " is not the file", "SHA-256");
  }

  @Test
  void aGraphWithoutItsWeightsIsRefused() throws Exception {
    Path graph = graph();
    Files.delete(folder.resolve("centernet.bin"));
    assertRefused(graph, "needs " + folder.resolve("centernet.bin"));
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> defaultModel().installFrom(folder.resolve("none.tgz")));
    assertNothingIsLeft();
  }

  @Test
  void onlyTheGraphAndNpmPackagesAreTakenForIt() {
    assertThat(defaultModel().accepts(Path.of("model.onnx"))).isFalse();
    assertThat(defaultModel().accepts(Path.of("centernet.bin"))).isFalse();
    assertThat(defaultModel().accepts(Path.of("a/b.tgz"))).isTrue();
  }

  @Test
  void withoutANetworkTheSentenceSaysHowToGiveItByHand() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> defaultModel().install(noClients()))
        .withMessageContaining("--detector vladmandic-human-3.3.6.tgz")
        .withCauseInstanceOf(PackageClientException.class);
  }
}
