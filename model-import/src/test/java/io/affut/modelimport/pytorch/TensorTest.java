package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ModelImportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Elements come out row-major, whatever their type, their order in the file and its byte order.
class TensorTest {
  @TempDir Path folder;

  @Test
  void everyTypeIsWidened() throws Exception {
    assertFloats("FloatStorage", bytes(8).putFloat(0.1f).putFloat(-0f), 0.1f, -0f);
    assertFloats(
        "DoubleStorage", bytes(16).putDouble(0.1).putDouble(1e300), 0.1f, Float.POSITIVE_INFINITY);
    assertFloats(
        "HalfStorage", bytes(4).putShort((short) 0xc500).putShort((short) 1), -5, 0x1p-24f);
    assertFloats(
        "BFloat16Storage",
        bytes(4).putShort((short) 0xbf80).putShort((short) 0x4049),
        -1,
        3.140625f);
    assertFloats("CharStorage", bytes(2).put((byte) -1).put((byte) 127), -1, 127);
    assertFloats("ByteStorage", bytes(2).put((byte) -1).put((byte) 127), 255, 127);
    assertFloats("BoolStorage", bytes(2).put((byte) 0).put((byte) 1), 0, 1);
    assertFloats("ShortStorage", bytes(4).putShort((short) -300).putShort((short) 300), -300, 300);
    assertFloats("IntStorage", bytes(8).putInt(-70000).putInt(16777217), -70000, 16777216);
    assertFloats("LongStorage", bytes(16).putLong(-1L << 40).putLong(3), -0x1p40f, 3);
  }

  @Test
  void integersAreGivenExactly() throws Exception {
    ByteBuffer storage = bytes(16).putLong(Long.MIN_VALUE).putLong((1L << 53) + 1);
    try (Checkpoint checkpoint = open("LongStorage", storage, "little")) {
      assertThat(((Tensor) checkpoint.root()).wholes())
          .containsExactly(Long.MIN_VALUE, (1L << 53) + 1);
    }
    try (Checkpoint checkpoint =
        open("BoolStorage", bytes(2).put((byte) 7).put((byte) 0), "little")) {
      assertThat(((Tensor) checkpoint.root()).wholes()).containsExactly(1, 0);
    }
    try (Checkpoint checkpoint = open("FloatStorage", bytes(8), "little")) {
      assertThatThrownBy(((Tensor) checkpoint.root())::wholes)
          .isInstanceOf(ModelImportException.class)
          .hasMessageContaining("should hold integers, but is torch.float32");
    }
  }

  @Test
  void aBigEndianFileGivesTheSameNumbers() throws Exception {
    ByteBuffer storage = ByteBuffer.allocate(8).putFloat(0.1f).putFloat(-7);
    try (Checkpoint checkpoint = open("FloatStorage", storage, "big")) {
      Tensor tensor = (Tensor) checkpoint.root();
      assertThat(tensor.floats()).containsExactly(0.1f, -7);
      assertThat(written(tensor)).containsExactly(0.1f, -7);
    }
  }

  @Test
  void aStorageThatStandsAloneIsATensorOfOneAxis() throws Exception {
    byte[] pickle = pickle().storage("FloatStorage", "0", 2).stop();
    byte[] storage = bytes(8).putFloat(1).putFloat(2).array();
    byte[] file = ZipWriter.checkpoint(pickle).entry("a/data/0", storage).bytes();
    try (Checkpoint checkpoint = MadeCheckpoint.in(folder).open(file)) {
      assertThat(((Tensor) checkpoint.root()).floats()).containsExactly(1, 2);
    }
  }

  @Test
  void parametersAreTheirTensors() throws Exception {
    PickleWriter tensor =
        new PickleWriter().tensor("FloatStorage", "0", 2, 0, new long[] {2}, new long[] {1});
    PickleWriter parameter =
        pickle()
            .global("torch._utils", "_rebuild_parameter")
            .raw(tensor)
            .op(0x88)
            .ops(")")
            .op(0x87, 'R');
    PickleWriter ofClass =
        pickle()
            .global("torch._tensor", "_rebuild_from_type_v2")
            .op('(')
            .global("torch._utils", "_rebuild_parameter")
            .global("torch.nn.parameter", "Parameter")
            .raw(tensor)
            .op(0x85)
            .ops("}tR}b");
    for (PickleWriter each : new PickleWriter[] {parameter, ofClass}) {
      byte[] file = ZipWriter.checkpoint(each.stop()).entry("a/data/0", new byte[8]).bytes();
      try (Checkpoint checkpoint = MadeCheckpoint.in(folder).open(file)) {
        assertThat(checkpoint.root()).hasToString("float32[2]");
      }
    }
  }

  @Test
  void aTensorOfANewerTypeNamesItBesideItsUntypedStorage() throws Exception {
    byte[] pickle =
        pickle()
            .global("torch._utils", "_rebuild_tensor_v3")
            .op('(')
            .global("torch.storage", "UntypedStorage")
            .ops("0")
            .storage("UntypedStorage", "0", 8)
            .ops("K\1(K\3t(K\1t")
            .op(0x89)
            .op('N')
            .global("torch", "int16")
            .ops("tR")
            .stop();
    byte[] storage =
        bytes(8)
            .putShort((short) 9)
            .putShort((short) 1)
            .putShort((short) 2)
            .putShort((short) 3)
            .array();
    byte[] file = ZipWriter.checkpoint(pickle).entry("a/data/0", storage).bytes();
    try (Checkpoint checkpoint = MadeCheckpoint.in(folder).open(file)) {
      assertThat(((Tensor) checkpoint.root()).wholes()).containsExactly(1, 2, 3);
    }
  }

  /// The rows of the outermost axis are larger than a piece, too.
  @Test
  void largeTensorsAreWrittenInPieces() throws Exception {
    int count = 5_000_000;
    ByteBuffer storage = bytes(2 * count);
    for (int i = 0; i < count; i++) {
      storage.putShort(Float.floatToFloat16(i % 2000));
    }
    long[] shape = {2, 1000, 2500};
    long[] transposed = {2_500_000, 1, 1000};
    long[] inOrder = {2_500_000, 2500, 1};
    for (long[] strides : List.of(transposed, inOrder)) {
      byte[] pickle = pickle().tensor("HalfStorage", "0", count, 0, shape, strides).stop();
      byte[] file = ZipWriter.checkpoint(pickle).entry("a/data/0", storage.array()).bytes();
      try (Checkpoint checkpoint = MadeCheckpoint.in(folder).open(file)) {
        Tensor tensor = (Tensor) checkpoint.root();
        Pieces pieces = new Pieces();
        tensor.writeFloats(pieces);
        assertThat(pieces.bytes).isEqualTo(4L * count);
        assertThat(pieces.largest).isLessThanOrEqualTo(8 << 20);
        float[] floats = tensor.floats();
        for (int i = 0; i < count; i += 701) {
          int place =
              i / 2_500_000 * 2_500_000
                  + i / 2500 % 1000 * (int) strides[1]
                  + i % 2500 * (int) strides[2];
          assertThat(floats[i]).isEqualTo(place % 2000);
        }
      }
    }
  }

  @Test
  void whatCannotBeWrittenIsTheCallersError() throws Exception {
    WritableByteChannel closed = Channels.newChannel(new ByteArrayOutputStream());
    closed.close();
    try (Checkpoint checkpoint = open("FloatStorage", bytes(8), "little")) {
      assertThatThrownBy(() -> ((Tensor) checkpoint.root()).writeFloats(closed))
          .isInstanceOf(IOException.class);
    }
  }

  private void assertFloats(String type, ByteBuffer storage, float... expected) throws Exception {
    try (Checkpoint checkpoint = open(type, storage, "little")) {
      Tensor tensor = (Tensor) checkpoint.root();
      assertThat(tensor.floats()).as(type).containsExactly(expected);
      assertThat(written(tensor)).as(type).containsExactly(expected);
    }
  }

  private Checkpoint open(String type, ByteBuffer storage, String order) throws Exception {
    byte[] pickle = pickle().tensor(type, "0", 2, 0, new long[] {2}, new long[] {1}).stop();
    return MadeCheckpoint.in(folder)
        .open(
            ZipWriter.checkpoint(pickle)
                .entry("a/byteorder", order)
                .entry("a/data/0", storage.array())
                .bytes());
  }

  private static float[] written(Tensor tensor) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tensor.writeFloats(Channels.newChannel(out));
    float[] floats = new float[out.size() / 4];
    ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Counts what it is given, and takes it in small parts.
  private static final class Pieces implements WritableByteChannel {
    private long bytes;
    private int largest;

    @Override
    public int write(ByteBuffer source) {
      largest = Math.max(largest, source.remaining());
      int taken = Math.min(source.remaining(), 1_000_003);
      source.position(source.position() + taken);
      bytes += taken;
      return taken;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
