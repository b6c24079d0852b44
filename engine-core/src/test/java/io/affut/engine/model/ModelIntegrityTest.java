package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelIntegrityTest {
  private static final byte[] NETWORK = "a network".getBytes(StandardCharsets.UTF_8);

  /// One byte more than what is read at every load.
  private static final long LARGE = (64L << 20) + 1;

  /// The SHA-256 of so many zeros, as the tool of the operating system gives it.
  private static final String ZEROS =
      "91990977345985aaf03af1358f4f989d7eaf985b58529efb72f613c588f6599a";

  @TempDir private Path store;

  private void assertDamaged(Model<?> model) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(model))
        .withMessageContaining("The model small is damaged")
        .withMessageContaining(model.network().toString())
        .withMessageContaining(model.manifest().sha256())
        .withMessageContaining("Delete the folder " + model.folder())
        .withMessageContaining("affut setup");
  }

  @Test
  void aNetworkThatIsWhatItsManifestSaysIsFine() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    ModelIntegrity.check(model);
    assertThat(ModelIntegrity.verify(model)).containsExactly(model.manifest().sha256());
  }

  @Test
  void oneFlippedBitIsDamageAndTheMessageSaysWhatToDo() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    byte[] flipped = NETWORK.clone();
    flipped[3] ^= 1;
    Files.write(model.network(), flipped);
    assertDamaged(model);
  }

  @Test
  void aCutNetworkIsDamaged() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    Files.write(model.network(), new byte[0]);
    assertDamaged(model);
  }

  @Test
  void aMissingNetworkMakesTheModelIncomplete() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    Files.delete(model.network());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(model))
        .withMessageContaining("The model small is incomplete")
        .withMessageContaining("affut setup");
  }

  @Test
  void aFolderInTheNetworksPlaceMakesTheModelIncomplete() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    Files.delete(model.network());
    Files.createDirectory(model.network());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.verify(model))
        .withMessageContaining("incomplete");
  }

  @Test
  void anUnknownFingerprintIsNotCheckedButTold() throws Exception {
    Model<?> known = SmallModel.in(store.resolve("small"), NETWORK);
    Files.writeString(known.folder().resolve(Model.MANIFEST), SmallModel.MANIFEST);
    Model<?> unknown = Model.in(known.folder());
    ModelIntegrity.check(unknown);
    assertThat(ModelIntegrity.verify(unknown)).containsExactly(known.manifest().sha256());
  }

  @Test
  void aSmallNetworkLeavesNothingBehind() throws Exception {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    ModelIntegrity.check(model);
    try (var files = Files.list(model.folder())) {
      assertThat(files).hasSize(2);
    }
  }

  /// Mostly a hole, so it costs no disk.
  private Model<?> large() throws IOException {
    Path folder = Files.createDirectories(store.resolve("large"));
    try (var file = new RandomAccessFile(folder.resolve("model.onnx").toFile(), "rw")) {
      file.setLength(LARGE);
    }
    String toml = SmallModel.with("", "sha256", "\"" + ZEROS + "\"");
    Files.writeString(folder.resolve(Model.MANIFEST), toml);
    return Model.in(folder);
  }

  private static void overwriteFirstByte(Path file) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "rw")) {
      in.write(1);
    }
  }

  /// What nobody can see from outside is believed; `affut models verify` reads everything.
  @Test
  void aLargeNetworkIsNotReadAgainWhileItsFileLooksTheSame() throws Exception {
    Model<?> model = large();
    ModelIntegrity.check(model);
    FileTime time = Files.getLastModifiedTime(model.network());
    overwriteFirstByte(model.network());
    Files.setLastModifiedTime(model.network(), time);
    assertThatCode(() -> ModelIntegrity.check(model)).doesNotThrowAnyException();
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.verify(model))
        .withMessageContaining("damaged");
  }

  @Test
  void aLargeNetworkIsReadAgainWhenItsTimeHasChanged() throws Exception {
    Model<?> model = large();
    ModelIntegrity.check(model);
    overwriteFirstByte(model.network());
    Files.setLastModifiedTime(model.network(), FileTime.from(Instant.EPOCH));
    assertDamaged(model);
  }

  @Test
  void aLargeNetworkIsReadAgainWhenItsSizeHasChanged() throws Exception {
    Model<?> model = large();
    ModelIntegrity.check(model);
    FileTime time = Files.getLastModifiedTime(model.network());
    try (var file = new RandomAccessFile(model.network().toFile(), "rw")) {
      file.setLength(LARGE + 1);
    }
    Files.setLastModifiedTime(model.network(), time);
    assertDamaged(model);
  }

  @Test
  void aLargeNetworkIsReadAgainWhenItIsAnotherFile() throws Exception {
    Model<?> model = large();
    ModelIntegrity.check(model);
    FileTime time = Files.getLastModifiedTime(model.network());
    Path other = store.resolve("other.onnx");
    try (var file = new RandomAccessFile(other.toFile(), "rw")) {
      file.setLength(LARGE);
    }
    overwriteFirstByte(other);
    Files.setLastModifiedTime(other, time);
    Files.move(other, model.network(), StandardCopyOption.REPLACE_EXISTING);
    assertDamaged(model);
  }

  @Test
  void aLargeNetworkIsReadAgainWhereItsFolderWasCopiedTo() throws Exception {
    Model<?> model = large();
    ModelIntegrity.check(model);
    FileTime time = Files.getLastModifiedTime(model.network());
    overwriteFirstByte(model.network());
    Files.setLastModifiedTime(model.network(), time);
    Path moved = Files.move(model.folder(), store.resolve("elsewhere"));
    assertDamaged(Model.in(moved));
  }

  @Test
  void aLargeNetworkThatWasFoundDamagedIsNotTrustedLater() throws Exception {
    Model<?> model = large();
    overwriteFirstByte(model.network());
    assertDamaged(model);
    assertDamaged(model);
  }

  @Test
  void aNoteThatIsNotOursOnlyMakesItReadAgain() throws Exception {
    Model<?> model = large();
    Files.write(model.folder().resolve(".verified"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatCode(() -> ModelIntegrity.check(model)).doesNotThrowAnyException();
    overwriteFirstByte(model.network());
    assertDamaged(model);
  }

  /// A model whose weights lie in a file of their own.
  private Model<?> inTwoFiles(String weightsSha256) throws IOException {
    Model<?> model = SmallModel.in(store.resolve("small"), NETWORK);
    Files.writeString(model.folder().resolve("model.onnx.data"), "weights");
    Path manifest = model.folder().resolve(Model.MANIFEST);
    Files.writeString(
        manifest,
        Files.readString(manifest)
            + "\n[[weights]]\nfile = \"model.onnx.data\"\nsha256 = \"%s\"\n"
                .formatted(weightsSha256));
    return Model.in(model.folder());
  }

  /// The SHA-256 of `weights`, as the tool of the operating system gives it.
  private static final String WEIGHTS =
      "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";

  @Test
  void weightsInAFileOfTheirOwnAreCheckedToo() throws Exception {
    Model<?> model = inTwoFiles(WEIGHTS);
    assertThat(ModelIntegrity.verify(model)).containsExactly(model.manifest().sha256(), WEIGHTS);
    Files.writeString(model.folder().resolve("model.onnx.data"), "Weights");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(model))
        .withMessageContaining("damaged")
        .withMessageContaining("model.onnx.data has the SHA-256")
        .withMessageContaining(WEIGHTS);
  }

  @Test
  void missingWeightsMakeTheModelIncomplete() throws Exception {
    Model<?> model = inTwoFiles(WEIGHTS);
    Files.delete(model.folder().resolve("model.onnx.data"));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(model))
        .withMessageContaining("incomplete")
        .withMessageContaining("model.onnx.data cannot be read");
  }

  /// The network's own file is tiny then.
  @Test
  void largeWeightsAreReadAgainOnlyWhenTheyHaveChanged() throws Exception {
    Model<?> model = inTwoFiles(ZEROS);
    Path weights = model.folder().resolve("model.onnx.data");
    Files.delete(weights);
    try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(LARGE);
    }
    ModelIntegrity.check(model);
    FileTime time = Files.getLastModifiedTime(weights);
    overwriteFirstByte(weights);
    Files.setLastModifiedTime(weights, time);
    assertThatCode(() -> ModelIntegrity.check(model)).doesNotThrowAnyException();
    Files.setLastModifiedTime(weights, FileTime.from(Instant.EPOCH));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelIntegrity.check(model))
        .withMessageContaining("damaged");
  }
}
