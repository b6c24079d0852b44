package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever its strides, a tensor has the elements that a walk by hand finds, and a tensor that
/// does not fit its storage is refused.
class StridedTensorProperties {
  private static final int STORED = 40_000;
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws Exception {
    folder = Files.createTempDirectory("strided");
  }

  @AfterContainer
  static void deleteFolder() throws Exception {
    Files.deleteIfExists(MadeCheckpoint.in(folder).file());
    Files.delete(folder);
  }

  @Property(tries = 150)
  void elementsAreThoseThatAWalkFinds(@ForAll Random random) throws Exception {
    int axes = random.nextInt(5);
    long[] shape = random.longs(axes, 0, 9).toArray();
    int farthest = random.nextBoolean() ? 12 : STORED / 8;
    long[] strides = random.longs(axes, 0, farthest).toArray();
    int offset = random.nextInt(100);
    boolean empty = false;
    long last = offset;
    int count = 1;
    for (int axis = 0; axis < axes; axis++) {
      last += (shape[axis] - 1) * strides[axis];
      empty |= shape[axis] == 0;
      count *= (int) shape[axis];
    }
    byte[] pickle = pickle().tensor("IntStorage", "0", STORED, offset, shape, strides).stop();
    byte[] file = ZipWriter.checkpoint(pickle).entry("a/data/0", storage()).bytes();
    if (!empty && last >= STORED) {
      assertThat(MadeCheckpoint.in(folder).refusal(file)).contains("needs more elements than");
      return;
    }
    try (Checkpoint checkpoint = MadeCheckpoint.in(folder).open(file)) {
      Tensor tensor = (Tensor) checkpoint.root();
      float[] expected = walked(count, offset, shape, strides);
      assertThat(tensor.count()).isEqualTo(count);
      assertThat(tensor.floats()).containsExactly(expected);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      tensor.writeFloats(Channels.newChannel(out));
      float[] written = new float[count];
      ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().get(written);
      assertThat(out.size()).isEqualTo(4 * count);
      assertThat(written).containsExactly(expected);
    }
  }

  /// Each element is its own place.
  private static byte[] storage() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * STORED).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < STORED; i++) {
      bytes.putInt(i);
    }
    return bytes.array();
  }

  private static float[] walked(int count, int offset, long[] shape, long[] strides) {
    float[] walked = new float[count];
    for (int i = 0; i < count; i++) {
      long place = offset;
      int rest = i;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += rest % shape[axis] * strides[axis];
        rest /= (int) shape[axis];
      }
      walked[i] = place;
    }
    return walked;
  }
}
