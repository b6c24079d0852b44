package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.Sha256;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import io.affut.engine.model.SmallModel;
import io.affut.engine.model.Temperatures;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of others that become models, with the fixtures' checkpoints.
class ModelInstallerTest {
  private static final String CONVERTING = "Converting ";

  @TempDir private Path folder;
  private ModelStore store;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void makeStore() {
    store = new ModelStore(folder.resolve("models"));
  }

  private ModelInstaller installer() {
    return new ModelInstaller(store, progress::add);
  }

  private Model<?> add(Path file, String... settings) {
    return installer().add(file, Optional.empty(), ModelSettings.parse(List.of(settings)));
  }

  private static Path checkpoint(String name) {
    return Fixtures.at("checkpoints/" + name + ".pt");
  }

  /// A fixture under another name.
  private Path copy(String name, String as) throws IOException {
    return Files.copy(checkpoint(name), folder.resolve(as));
  }

  private long conversions() {
    return progress.stream().filter(line -> line.startsWith(CONVERTING + folder)).count();
  }

  private List<String> installed() {
    return store.folders().stream().map(place -> place.getFileName().toString()).toList();
  }

  private void assertNothingIsLeftOver() throws IOException {
    if (Files.exists(store.folder())) {
      try (var entries = Files.list(store.folder())) {
        assertThat(entries).containsExactlyInAnyOrderElementsOf(store.folders());
      }
    }
  }

  private void assertRefused(Path file, String... reasons) throws IOException {
    List<String> before = installed();
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> add(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons).endsWith("."));
    assertThat(installed()).isEqualTo(before);
    assertNothingIsLeftOver();
  }

  @ParameterizedTest
  @CsvSource({"yolov8n-random, 32, 0.7", "yolo11n-random, 32, 0.7"})
  void aDetectorWithoutAnchorsGetsTheManifestOfItsArchitecture(
      String name, int stride, float overlap) throws Exception {
    DetectorManifest manifest = add(checkpoint(name)).as(DetectorManifest.class).manifest();
    assertThat(manifest.id()).isEqualTo(name);
    assertThat(manifest.head()).isEqualTo(new DetectorManifest.YoloAnchorFree("output0", stride));
    assertThat(manifest.thresholds())
        .isEqualTo(new DetectorManifest.Thresholds(0.25f, overlap, 300));
    LetterboxRule letterbox = manifest.input().letterbox();
    assertThat(letterbox.shape()).isEqualTo(LetterboxRule.Shape.RECTANGULAR);
    assertThat(letterbox.placement()).isEqualTo(LetterboxRule.Placement.CENTRED);
    assertThat(letterbox.pad()).isEqualTo(114);
    assertThat(letterbox.stride()).isEqualTo(stride);
    assertThat(manifest.classes().size()).isEqualTo(3);
    assertThat(installed()).containsExactly(name);
    assertNothingIsLeftOver();
  }

  @ParameterizedTest
  @CsvSource({"yolov5n-random, 32", "yolov5n6-random, 64"})
  void aDetectorWithAnchorsDoesToo(String name, int stride) throws Exception {
    DetectorManifest manifest = add(checkpoint(name)).as(DetectorManifest.class).manifest();
    assertThat(manifest.head()).isEqualTo(new DetectorManifest.YoloV5("output0", stride));
    assertThat(manifest.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.25f, 0.45f, 300));
    assertThat(manifest.input().letterbox().stride()).isEqualTo(stride);
  }

  @Test
  void aClassifierIsFedAsItsBackboneWants() {
    ClassifierManifest manifest =
        add(checkpoint("dinov2-vit-tiny-random"), "heads=4", "size=182", "classes=deepfaune-1.4")
            .as(ClassifierManifest.class)
            .manifest();
    assertThat(manifest.input().size()).isEqualTo(182);
    assertThat(manifest.input().resize()).isEqualTo(ClassifierManifest.Resize.BICUBIC);
    assertThat(manifest.input().mean()).containsExactly(123.675f, 116.28f, 103.53f);
    assertThat(manifest.logits()).isEqualTo("logits");
    assertThat(manifest.embedding()).isPresent();
    assertThat(manifest.classes().in("fr")).contains("chevreuil");
    assertThat(manifest.temperatures()).isEqualTo(Temperatures.NONE);
    assertThat(manifest.about().origin().orElseThrow().conversion())
        .containsExactly("heads=4", "size=182");
  }

  /// The file names no classes, and nothing is made up.
  @Test
  void classesWithoutNamesAreToldWithTheListsThatCouldBeTheirs() {
    ClassifierManifest manifest =
        add(checkpoint("dinov3-vit-tiny-random"), "heads=4")
            .as(ClassifierManifest.class)
            .manifest();
    assertThat(manifest.classes().size()).isEqualTo(40);
    assertThat(manifest.classes().in("fr")).startsWith("class 0", "class 1");
    assertThat(progress)
        .last()
        .asString()
        .contains("The 40 classes", "--set classes=", "classes=deepfaune-1.5");
  }

  @Test
  void aBirdHeadReadsEmbeddings() {
    BirdHeadManifest manifest =
        add(checkpoint("bird-head-tiny-random")).as(BirdHeadManifest.class).manifest();
    assertThat(manifest.length()).isEqualTo(64);
    assertThat(manifest.classes().size()).isEqualTo(8);
  }

  @Test
  void theManifestSaysWhatTheModelWasMadeOfAndWhatItsFilesAre() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    Model<?> model = add(file);
    Manifest manifest = model.manifest();
    assertThat(manifest.about().origin())
        .hasValueSatisfying(origin -> {
          assertThat(origin.file()).isEqualTo("best.pt");
          assertThat(origin.address()).isEmpty();
        });
    assertThat(manifest.about().origin().orElseThrow().sha256()).isEqualTo(Sha256.of(file));
    assertThat(manifest.sha256()).isEqualTo(Sha256.of(model.network()));
    assertThat(ModelIntegrity.verify(model)).containsExactly(manifest.sha256());
    assertThat(manifest.licence()).as("what the file says").isEqualTo("generated");
    assertThat(manifest.source()).isEqualTo("best.pt, converted by Affût");
    assertThat(Model.in(model.folder())).usingRecursiveComparison().isEqualTo(model);
  }

  @Test
  void aFileWithoutALicenceHasAnUnknownOne() {
    assertThat(add(checkpoint("bird-head-tiny-random")).manifest().licence())
        .isEqualTo(Manifest.UNKNOWN);
  }

  @Test
  void theSameFileIsConvertedOnceWhateverItsName() throws Exception {
    Model<?> model = add(copy("yolov8n-random", "best.pt"));
    Model<?> again = add(copy("yolov8n-random", "renamed.pt"));
    assertThat(again).usingRecursiveComparison().isEqualTo(model);
    assertThat(conversions()).isEqualTo(1);
    assertThat(progress).last().isEqualTo("The model best is installed already.");
    assertThat(installed()).containsExactly("best");
  }

  /// Reading a gigabyte takes longer than a small run.
  @Test
  void aLargeFileIsReadAgainOnlyWhenItLooksOtherwise() throws Exception {
    Path file = copy("yolov8n-random", "large.pt");
    Model<?> model = add(file);
    Files.writeString(model.folder().resolve(".origin"), io.affut.engine.model.FileStamp.of(file));
    assertThat(new CheckpointSource(file, store, progress::add).sha256())
        .as("a small file is always read")
        .isEqualTo(Sha256.of(file));
    Path hole = folder.resolve("hole.pt");
    try (var large = new java.io.RandomAccessFile(hole.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }
    Files.writeString(model.folder().resolve(".origin"), io.affut.engine.model.FileStamp.of(hole));
    assertThat(new CheckpointSource(hole, store, progress::add).sha256())
        .as("it looks like the one that the model was made of")
        .isEqualTo(Sha256.of(file));
    Files.setLastModifiedTime(hole, FileTime.from(Instant.EPOCH));
    assertThat(new CheckpointSource(hole, store, progress::add).sha256())
        .isEqualTo(Sha256.of(hole));
    assertThat(progress).last().asString().startsWith("Reading " + hole);
  }

  @Test
  void anotherFileOfTheSameNameGetsAnotherName() throws Exception {
    add(copy("yolov8n-random", "best.pt"));
    Path other = Files.createDirectory(folder.resolve("other")).resolve("best.pt");
    Files.copy(checkpoint("yolo11n-random"), other);
    String id = add(other).manifest().id();
    assertThat(id).isEqualTo("best-" + Sha256.of(other).substring(0, 8));
    assertThat(installed()).containsExactly("best", id);
  }

  @Test
  void aNameThatIsTakenIsRefused() throws Exception {
    add(copy("yolov8n-random", "best.pt"));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            installer().add(checkpoint("yolo11n-random"), Optional.of("best"), ModelSettings.NONE))
        .withMessageContaining("There is a model best already")
        .withMessageContaining("--id");
  }

  @Test
  void aNameThatIsNoneIsRefusedBeforeAnythingIsDone() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () -> installer().add(Path.of("none.pt"), Optional.of("My model"), ModelSettings.NONE))
        .withMessageContaining("My model does not");
  }

  @Test
  void underASecondNameTheNetworkIsCopiedAndNotConvertedAgain() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    Model<?> first = add(file);
    Model<?> second =
        installer().add(file, Optional.of("mine"), ModelSettings.parse(List.of("confidence=0.5")));
    assertThat(conversions()).isEqualTo(1);
    assertThat(second.manifest().id()).isEqualTo("mine");
    assertThat(second.network()).hasSameBinaryContentAs(first.network());
    assertThat(second.as(DetectorManifest.class).manifest().thresholds().confidence())
        .isEqualTo(0.5f);
    assertThat(first.as(DetectorManifest.class).manifest().thresholds().confidence())
        .isEqualTo(0.25f);
  }

  @Test
  void whatIsSetOfAnInstalledModelChangesItsManifest() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    add(file);
    add(file, "confidence=0.4");
    DetectorManifest changed =
        store.find("best").orElseThrow().as(DetectorManifest.class).manifest();
    assertThat(changed.thresholds().confidence()).isEqualTo(0.4f);
    assertThat(conversions()).isEqualTo(1);
    assertThat(progress).last().isEqualTo("The manifest of the model best is changed.");
    assertNothingIsLeftOver();
  }

  /// With 16-bit weights it is another network.
  @Test
  void anotherConversionIsAnotherModel() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    Model<?> whole = add(file);
    Model<?> half = add(file, "weights=f16");
    assertThat(conversions()).isEqualTo(2);
    assertThat(half.manifest().id()).startsWith("best-");
    assertThat(Files.size(half.network())).isLessThan(Files.size(whole.network()) * 2 / 3);
    assertThat(add(file, "weights=f16").manifest().id()).isEqualTo(half.manifest().id());
    assertThat(conversions()).isEqualTo(2);
  }

  @Test
  void aDamagedModelIsMadeAnew() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    Files.writeString(add(file).network(), "damaged");
    Model<?> repaired = add(file);
    assertThat(ModelIntegrity.verify(repaired)).hasSize(1);
    assertThat(installed()).containsExactly("best");
    assertThat(progress).contains("The model best is damaged and made anew.");
  }

  @Test
  void aSettingThatDoesNotSuitLeavesNothingBehind() throws Exception {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> add(checkpoint("yolov8n-random"), "animal=wolf"))
        .withMessageContaining("names the class wolf");
    assertThat(installed()).isEmpty();
    assertNothingIsLeftOver();
  }

  @ParameterizedTest
  @CsvSource({
    "hostile-pickle, posix.system",
    "legacy-format, legacy",
    "truncated, truncated.pt",
    "storages, no network"
  })
  void whatIsRefusedIsOneSentenceAndLeavesNothing(String name, String reason) throws Exception {
    assertRefused(checkpoint(name), checkpoint(name) + " cannot be used: ", reason);
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    assertRefused(Fixtures.at("photos/blank.jpg"), "is no model that Affût knows");
    assertRefused(
        Files.writeString(
            folder.resolve("pointer.pt"), "version https://git-lfs.github.com/spec/v1"),
        "pointer.pt cannot be used: ",
        "a pointer of Git LFS");
    assertRefused(folder.resolve("none.pt"), "There is no file");
    assertRefused(Files.createDirectory(folder.resolve("bare")), "it has no manifest.toml");
    assertRefused(
        Files.writeString(folder.resolve("net.xml"), "<net name=\"n\"></net>"),
        "needs a manifest.toml beside it");
  }

  @Test
  void aModelThatIsOneAlreadyIsCopied() throws Exception {
    Path onnx = folder.resolve("any.onnx");
    Conversion.run(checkpoint("bird-head-tiny-random"), onnx, ModelSettings.NONE, line -> {});
    Model<?> model = SmallModel.in(folder.resolve("mine"), Files.readAllBytes(onnx));
    for (Path named : List.of(model.folder(), model.network())) {
      Model<?> added =
          installer().add(named, Optional.of("small" + installed().size()), ModelSettings.NONE);
      assertThat(ModelIntegrity.verify(added)).containsExactly(model.manifest().sha256());
    }
    assertThat(installed()).containsExactly("small0", "small1");
  }

  @Test
  void anUnreadableNetworkIsNotCopied() throws Exception {
    Path mine = SmallModel.in(folder.resolve("mine"), new byte[] {1, 2}).folder();
    assertRefused(mine, "model.onnx cannot be used", "is no ONNX file");
  }

  /// OpenVINO takes the weights from beside the network, whether a manifest names them or not.
  @Test
  void theWeightsOfANetworkComeWithItAlsoWhereTheManifestForgetsThem() throws Exception {
    Path mine = SmallModel.in(folder.resolve("mine"), new byte[] {1}).folder();
    Files.delete(mine.resolve("model.onnx"));
    Files.writeString(mine.resolve("net.xml"), "<?xml version=\"1.0\"?><net></net>");
    Files.writeString(mine.resolve("net.bin"), "weights");
    String toml = SmallModel.with("", "file", "\"net.xml\"");
    Files.writeString(mine.resolve(Model.MANIFEST), toml);
    Model<?> added = add(mine.resolve("net.xml"));
    assertThat(added.manifest().about().files())
        .extracting(file -> file.name())
        .containsExactly("net.xml", "net.bin");
    assertThat(ModelIntegrity.verify(added))
        .isEqualTo(added.manifest().about().files().stream().map(f -> f.sha256()).toList());
    Files.delete(mine.resolve("net.bin"));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> installer().add(mine, Optional.of("other"), ModelSettings.NONE))
        .withMessageContaining("net.bin, which is not there");
  }

  /// The names of published files are known, and what is known of them goes into the manifest.
  @Test
  void aPublishedFileIsToldByItsName() throws Exception {
    Path file = copy("yolov8n-random", "deepfaune-yolov8s_960.pt");
    DetectorManifest manifest = add(file).as(DetectorManifest.class).manifest();
    assertThat(manifest.id()).isEqualTo("deepfaune-yolov8s_960");
    assertThat(manifest.input().letterbox().size()).isEqualTo(960);
    assertThat(manifest.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.6f, 0.7f, 300));
    assertThat(manifest.licence()).contains("CC BY-SA 4.0", "; the file says: generated");
    assertThat(manifest.description()).contains("DeepFaune 1.5");
    add(file);
    assertThat(conversions()).isEqualTo(1);
  }

  @Test
  void theUsersSettingsGoOverWhatIsKnown() throws Exception {
    Path file = copy("yolov8n-random", "deepfaune-yolov8s_960.pt");
    DetectorManifest manifest =
        add(file, "size=640", "confidence=0.3").as(DetectorManifest.class).manifest();
    assertThat(manifest.input().letterbox().size()).isEqualTo(640);
    assertThat(manifest.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.3f, 0.7f, 300));
  }

  @Test
  void redwoodIsRunInASquareAsDeepFauneDoes() throws Exception {
    DetectorManifest manifest =
        add(copy("yolov5n6-random", "md_v1000.0.0-redwood.pt"))
            .as(DetectorManifest.class)
            .manifest();
    assertThat(manifest.input().letterbox())
        .isEqualTo(
            new LetterboxRule(
                1280, LetterboxRule.Shape.SQUARE, 64, LetterboxRule.Placement.CENTRED, 114));
    assertThat(manifest.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.5f, 0.45f, 300));
  }

  /// A classifier of 38 classes is not the one of 34, whatever it is called.
  @Test
  void anotherNetworkUnderAPublishedNameIsNotTakenForIt() throws Exception {
    Path file = copy("dinov2-vit-tiny-random", "deepfaune-vit_large_patch14_dinov2.lvd142m.v3.pt");
    ClassifierManifest manifest = add(file, "heads=4").as(ClassifierManifest.class).manifest();
    assertThat(manifest.classes().in("fr")).startsWith("class 0");
    assertThat(manifest.licence()).doesNotContain("CC BY-SA");
    assertThat(progress).anyMatch(line -> line.contains("is another network"));
    add(file, "heads=4");
    assertThat(conversions()).isEqualTo(1);
  }

  @Test
  void runsThatAddTheSameFileAtTheSameTimeAllGetIt() throws Exception {
    Path file = copy("yolov8n-random", "best.pt");
    List<Model<?>> models =
        AtOnce.run(
            3,
            () -> {
              Model<?> model =
                  new ModelInstaller(store, line -> {})
                      .add(file, Optional.empty(), ModelSettings.NONE);
              ModelIntegrity.check(model);
              return model;
            });
    assertThat(models).allMatch(model -> model.manifest().id().equals("best"));
    assertNothingIsLeftOver();
  }

  /// A process that was killed leaves a folder that nobody takes for a model.
  @Test
  void whatAKilledProcessLeftIsDeletedLater() throws Exception {
    Files.createDirectories(store.folder());
    long dead = 4_000_000_000L;
    Path old = Files.createDirectory(store.folder().resolve(".work-" + dead + "-x"));
    Files.writeString(old.resolve("model.onnx"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
    Path young = Files.createDirectory(store.folder().resolve(".work-" + dead + "-y"));
    Path alive =
        Files.createDirectory(
            store.folder().resolve(".work-" + ProcessHandle.current().pid() + "-z"));
    Files.setLastModifiedTime(alive, FileTime.from(Instant.now().minusSeconds(7200)));
    assertThat(installed()).isEmpty();
    add(checkpoint("bird-head-tiny-random"));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(alive).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "best.pt, best",
    "md_v5a.0.0.pt, md_v5a.0.0",
    "Mein Modell (2).pth, mein-modell-2",
    ".hidden.pt, hidden",
    "été.pt, t",
    "日本.pt, model"
  })
  void theNameOfAModelIsMadeOfItsFiles(String file, String id) {
    assertThat(ModelNames.of(file)).isEqualTo(id);
  }
}
