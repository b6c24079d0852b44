package io.affut.modelimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @TempDir private Path folder;

  private static ValueInfoProto port(String name, String... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String extent : extents) {
      if (extent.matches("\\d+")) {
        shape.addDimBuilder().setDimValue(Long.parseLong(extent));
      } else {
        shape.addDimBuilder().setDimParam(extent);
      }
    }
    TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static final ModelProto MODEL =
      ModelProto.newBuilder()
          .setIrVersion(8)
          .setProducerName("test")
          .addMetadataProps(entry("names", "{0: 'fox'}"))
          .addMetadataProps(entry("license", "CC0"))
          .setGraph(
              GraphProto.newBuilder()
                  .setName("net")
                  .addInput(port("images", "batch", "3", "640", "640"))
                  // Old files name their weights as inputs too.
                  .addInput(port("weight", "4"))
                  .addInitializer(
                      TensorProto.newBuilder()
                          .setName("weight")
                          .addDims(4)
                          .setDataType(1)
                          .setRawData(ByteString.copyFrom(new byte[16])))
                  .addInitializer(
                      TensorProto.newBuilder()
                          .setName("big")
                          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                          .addExternalData(entry("location", "net.data"))
                          .addExternalData(entry("offset", "0")))
                  .addOutput(port("output0", "batch", "5", "8400")))
          .build();

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("net.onnx"), bytes);
  }

  @Test
  void portsNotesAndFilesOfWeightsAreRead() throws Exception {
    OnnxFile read = OnnxFile.read(file(MODEL.toByteArray()));
    assertThat(read.inputs())
        .containsExactly(new OnnxFile.Port("images", List.of(-1L, 3L, 640L, 640L)));
    assertThat(read.outputs())
        .containsExactly(new OnnxFile.Port("output0", List.of(-1L, 5L, 8400L)));
    assertThat(read.metadata())
        .containsEntry("names", "{0: 'fox'}")
        .containsEntry("license", "CC0");
    assertThat(read.weightFiles()).containsExactly("net.data");
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Path file = file(bytes);
    assertThatExceptionOfType(ModelImportException.class)
        .isThrownBy(() -> OnnxFile.read(file))
        .withMessageContaining(file + " is no ONNX file");
  }

  @Test
  void whatIsNoneIsRefused() throws Exception {
    assertRefused("no network at all, only words".getBytes());
    assertRefused(new byte[0]);
    assertRefused(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
  }

  @Test
  void aFileWithoutANetworkIsRefused() throws Exception {
    assertRefused(ModelProto.newBuilder().setIrVersion(8).build().toByteArray());
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatExceptionOfType(ModelImportException.class)
        .isThrownBy(() -> OnnxFile.read(folder.resolve("none.onnx")))
        .withMessageContaining("cannot read");
  }

  /// However a file is cut or spoilt, it is read or refused, and nothing else happens.
  @Property(tries = 300)
  void aSpoiltFileIsReadOrRefused(@ForAll int at, @ForAll byte value, @ForAll boolean cut)
      throws IOException {
    byte[] bytes = MODEL.toByteArray();
    int place = Math.floorMod(at, bytes.length);
    bytes[place] = value;
    Path file = Files.createTempFile("spoilt", ".onnx");
    try {
      Files.write(file, cut ? Arrays.copyOf(bytes, place) : bytes);
      assertThat(OnnxFile.read(file).outputs()).isNotEmpty();
    } catch (ModelImportException e) {
      assertThat(e.getMessage()).contains(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
