package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ModelImportException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file around the pickle: a zip file with the parts of a checkpoint, whole and unambiguous.
class CheckpointArchiveTest {
  private static final byte[] NONE = pickle().op('N').stop();
  private static final byte[] TENSOR =
      pickle().tensor("FloatStorage", "0", 2, 0, new long[] {2}, new long[] {1}).stop();
  private static final byte[] STORAGE = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};

  @TempDir Path folder;

  @Test
  void allNumbersMayBeInZip64Fields() throws Exception {
    byte[] file = ZipWriter.zip64().entry("a/data.pkl", TENSOR).entry("a/data/0", STORAGE).bytes();
    try (Checkpoint checkpoint = made().open(file)) {
      assertThat(((Tensor) checkpoint.root()).floats()).containsExactly(1, 2);
    }
  }

  @Test
  void aZipFileThatWasPackedAgainMayHaveACompressedPickle() throws Exception {
    byte[] file = ZipWriter.zip().deflated("a/data.pkl", TENSOR).entry("a/data/0", STORAGE).bytes();
    try (Checkpoint checkpoint = made().open(file)) {
      assertThat(((Tensor) checkpoint.root()).floats()).containsExactly(1, 2);
    }
  }

  @Test
  void aCompressedPickleDoesNotExpandBeyondItsLimit() {
    byte[] zeros = new byte[65 << 20];
    byte[] honest = ZipWriter.zip().deflated("a/data.pkl", zeros).bytes();
    assertThat(honest.length).isLessThan(200_000);
    assertThat(made().refusal(honest))
        .isEqualTo("a/data.pkl has 68157440 bytes, more than the 67108864 that it may have");
    ZipWriter.Finished lying = ZipWriter.zip().deflated("a/data.pkl", new byte[9 << 20]).finish();
    lying.local32("a/data.pkl", 22, 1000).central32("a/data.pkl", 24, 1000);
    assertThat(made().refusal(lying.file()))
        .isEqualTo("a/data.pkl does not unpack to the size that its zip file says");
    lying.local32("a/data.pkl", 22, 8 << 20).central32("a/data.pkl", 24, 8 << 20);
    assertThat(made().refusal(lying.file())).contains("does not unpack to the size");
  }

  @Test
  void aCompressedPickleThatIsDamagedIsRefused() {
    ZipWriter.Finished file = ZipWriter.zip().deflated("a/data.pkl", NONE).finish();
    file.local32("a/data.pkl", 40, -1);
    assertThat(made().refusal(file.file())).startsWith("a/data.pkl is damaged");
    ZipWriter.Finished longer = ZipWriter.zip().deflated("a/data.pkl", NONE).finish();
    longer.local32("a/data.pkl", 22, 99).central32("a/data.pkl", 24, 99);
    assertThat(made().refusal(longer.file())).contains("does not unpack to the size");
  }

  @Test
  void otherCompressionIsRefused() {
    ZipWriter.Finished file = ZipWriter.checkpoint(NONE).finish();
    file.local16("a/data.pkl", 8, 12).central16("a/data.pkl", 10, 12);
    assertThat(made().refusal(file.file()))
        .isEqualTo("a/data.pkl is compressed in a way that is not supported");
  }

  @Test
  void anEncryptedPartIsRefused() {
    ZipWriter.Finished file = ZipWriter.checkpoint(NONE).finish();
    file.local16("a/data.pkl", 6, 1);
    assertThat(made().refusal(file.file())).isEqualTo("its part a/data.pkl is encrypted");
  }

  @Test
  void aFileWithoutAPickleIsNoCheckpoint() {
    assertThat(made().refusal(ZipWriter.zip().entry("word/document.xml", "").bytes()))
        .isEqualTo("it is a zip file, but no PyTorch checkpoint: no data.pkl in a folder of it");
    assertThat(made().refusal(ZipWriter.zip().entry("data.pkl", NONE).bytes()))
        .contains("no PyTorch checkpoint");
  }

  @Test
  void severalPicklesAreRefused() {
    byte[] file = ZipWriter.checkpoint(NONE).entry("b/data.pkl", NONE).bytes();
    assertThat(made().refusal(file)).isEqualTo("it holds several checkpoints: 2 files data.pkl");
  }

  @Test
  void theSamePartTwiceIsRefused() {
    byte[] file = ZipWriter.checkpoint(NONE).entry("a/data.pkl", TENSOR).bytes();
    assertThat(made().refusal(file)).isEqualTo("it holds a/data.pkl twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/constants.pkl", "a/code/__torch__.py"})
  void torchScriptIsRefusedAsWhatItIs(String part) {
    byte[] file = ZipWriter.checkpoint(NONE).entry(part, "").bytes();
    assertThat(made().refusal(file)).startsWith("it is a TorchScript program, which is not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ustar          | 257 | it is a tar file, the first format of PyTorch; re-save it
          sys_info       | 0   | it is a tar file, the first format of PyTorch; re-save it
          \u0080\u0002}. | 0   | it is a bare Python pickle, not a file of torch.save
          {"a": 1}       | 0   | it is no PyTorch checkpoint: it does not begin as a zip file
          {"a":{"dtype"  | 8   | it is no PyTorch checkpoint, but weights in the format safetensors
          <!DOCTYPE html>| 0   | it is no PyTorch checkpoint, but a web page
          version https://git-lfs | 0 | it is no PyTorch checkpoint, but a pointer of Git LFS
          '\u001f\u008b' | 0   | it is no PyTorch checkpoint, but a file that was packed with gzip
          \u0089HDF      | 0   | it is no PyTorch checkpoint, but a network of Keras
          """)
  void otherFormatsAreRefusedAsWhatTheyAre(String text, int at, String reason) {
    byte[] file = new byte[1024];
    byte[] start = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, file, at, start.length);
    assertThat(made().refusal(file)).startsWith(reason);
  }

  /// In front of safetensors is the length of their description, whose first byte is anything.
  @Test
  void safetensorsThatBeginAsAPickleDoesAreNone() {
    byte[] file = new byte[1024];
    file[0] = (byte) 0x80;
    file[1] = 2;
    byte[] description = "{\"a\":{\"dtype".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(description, 0, file, 8, description.length);
    assertThat(made().refusal(file)).contains("weights in the format safetensors");
  }

  @Test
  void anEmptyFileAMissingFileAndAFolderAreRefused() {
    assertThat(made().refusal(new byte[0])).isEqualTo("it is empty");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none.pt")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageEndingWith("none.pt: there is no such file");
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(ModelImportException.class)
        .hasMessageEndingWith(": it is not a file");
  }

  @Test
  void bytesBeforeOrAfterTheZipFileAreRefused() {
    byte[] file = ZipWriter.checkpoint(NONE).bytes();
    byte[] prefixed = new byte[file.length + 4];
    System.arraycopy(file, 0, prefixed, 4, file.length);
    System.arraycopy(file, 0, prefixed, 0, 4);
    assertThat(made().refusal(prefixed)).startsWith("the directory of its zip file is damaged");
    assertThat(made().refusal(Arrays.copyOf(file, file.length + 1)))
        .startsWith("its end is missing");
  }

  @Test
  void aDirectoryThatLiesElsewhereIsRefused() {
    ZipWriter.Finished file = ZipWriter.checkpoint(NONE).finish();
    assertThat(made().refusal(file.end32(6, 1).file())).contains("directory");
    assertThat(made().refusal(file.end32(6, -1).file())).contains("directory");
    file = ZipWriter.zip64().entry("a/data.pkl", NONE).finish();
    assertThat(made().refusal(file.end64(22 + 20 + 8, -1).file())).contains("directory");
    assertThat(made().refusal(file.end64(22 + 20 + 8, Long.MAX_VALUE).file()))
        .contains("directory");
    file = ZipWriter.zip64().entry("a/data.pkl", NONE).finish();
    assertThat(made().refusal(file.end64(22 + 12, Long.MAX_VALUE).file())).contains("directory");
    assertThat(made().refusal(file.end64(22 + 12, 0).file())).contains("directory");
  }

  @Test
  void aPartThatLiesElsewhereIsRefused() {
    ZipWriter.Finished file = ZipWriter.zip64().entry("a/data.pkl", NONE).finish();
    int sizes = 46 + "a/data.pkl".length() + 4;
    for (int field = 0; field < 3; field++) {
      for (long value : new long[] {-1, Long.MAX_VALUE, 1L << 40, 1000}) {
        ZipWriter.Finished broken = ZipWriter.zip64().entry("a/data.pkl", NONE).finish();
        broken.central64("a/data.pkl", sizes + 8 * field, value);
        assertThat(made().refusal(broken.file())).isNotBlank();
      }
    }
    assertThatCode(() -> made().open(file.file()).close()).doesNotThrowAnyException();
  }

  @Test
  void aLocalHeaderThatSaysSomethingElseIsRefused() {
    String reason = "its zip file says two different things of a/data.pkl; fetch it again";
    ZipWriter.Finished name = ZipWriter.checkpoint(NONE).finish();
    assertThat(made().refusal(name.local16("a/data.pkl", 30, 'b' | '/' << 8).file()))
        .isEqualTo(reason);
    ZipWriter.Finished size = ZipWriter.checkpoint(NONE).finish();
    assertThat(made().refusal(size.local32("a/data.pkl", 18, 3).file())).isEqualTo(reason);
    ZipWriter.Finished method = ZipWriter.checkpoint(NONE).finish();
    assertThat(made().refusal(method.local16("a/data.pkl", 8, 8).file())).isEqualTo(reason);
    ZipWriter.Finished extra = ZipWriter.checkpoint(NONE).finish();
    assertThat(made().refusal(extra.local16("a/data.pkl", 28, 0xffff).file())).isEqualTo(reason);
    ZipWriter.Finished signature =
        ZipWriter.zip().entry("x", "").entry("a/data.pkl", NONE).finish();
    assertThat(made().refusal(signature.local32("a/data.pkl", 0, 7).file())).isEqualTo(reason);
  }

  @Test
  void partsThatLieOnTopOfEachOtherAreRefused() {
    ZipWriter zip = ZipWriter.checkpoint(NONE);
    for (int i = 0; i < 20; i++) {
      zip.entry("a/data/" + i, STORAGE);
    }
    ZipWriter.Finished file = zip.finish();
    for (int i = 0; i < 20; i++) {
      file.central32("a/data/" + i, 20, 700).central32("a/data/" + i, 42, 0);
    }
    assertThat(made().refusal(file.file()))
        .isEqualTo("the entries of its zip file lie on top of each other");
  }

  @Test
  void anAbsurdVersionIsRefused() {
    for (String version : new String[] {"11", "-1", "three", "99999999999"}) {
      byte[] file = ZipWriter.checkpoint(NONE).entry("a/version", version + "\n").bytes();
      assertThat(made().refusal(file)).startsWith("its layout has the version " + version);
    }
    byte[] large = ZipWriter.checkpoint(NONE).entry("a/version", "3".repeat(99)).bytes();
    assertThat(made().refusal(large)).startsWith("a/version has 99 bytes");
  }

  @Test
  void anAbsurdByteOrderIsRefused() {
    byte[] file = ZipWriter.checkpoint(NONE).entry("a/byteorder", "middle").bytes();
    assertThat(made().refusal(file)).isEqualTo("its byte order is neither little nor big");
  }

  @Test
  void aFileThatIsWrittenMeanwhileIsRefused() throws Exception {
    byte[] file = ZipWriter.checkpoint(TENSOR).entry("a/data/0", STORAGE).bytes();
    try (Checkpoint checkpoint = made().open(file)) {
      Tensor tensor = (Tensor) checkpoint.root();
      assertThat(tensor.floats()).hasSize(2);
      Files.setLastModifiedTime(made().file(), FileTime.from(Instant.EPOCH));
      assertThatThrownBy(tensor::floats)
          .isInstanceOf(ModelImportException.class)
          .hasMessageEndingWith("made.pt: it was changed while it was read; try again");
      Files.write(made().file(), new byte[20]);
      assertThatThrownBy(tensor::floats)
          .isInstanceOf(ModelImportException.class)
          .hasMessageEndingWith("made.pt: it became shorter while it was read");
    }
  }

  @Test
  void aClosedCheckpointHasNoElementsAnyMore() throws Exception {
    byte[] file = ZipWriter.checkpoint(TENSOR).entry("a/data/0", STORAGE).bytes();
    Checkpoint checkpoint = made().open(file);
    Tensor tensor = (Tensor) checkpoint.root();
    checkpoint.close();
    checkpoint.close();
    assertThat(tensor.shape()).containsExactly(2L);
    assertThatThrownBy(tensor::floats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the checkpoint " + made().file() + " is closed");
  }

  @Test
  void aRefusedFileIsNotLeftOpen() throws Exception {
    made().refusal(ZipWriter.zip().entry("x", "").bytes());
    Path open = Path.of("/proc/self/fd");
    if (Files.isDirectory(open)) {
      try (var files = Files.list(open)) {
        assertThat(files.filter(Files::exists).map(CheckpointArchiveTest::target))
            .doesNotContain(made().file());
      }
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (java.io.IOException e) {
      return link; // closed meanwhile
    }
  }

  private MadeCheckpoint made() {
    return MadeCheckpoint.in(folder);
  }
}
