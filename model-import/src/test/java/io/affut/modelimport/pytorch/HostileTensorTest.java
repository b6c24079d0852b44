package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A tensor looks at nothing but its own storage, whatever the file says.
class HostileTensorTest {
  private static final long HUGE = Long.MAX_VALUE;

  @TempDir Path folder;

  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of(6, shape(7), strides(1), "needs more elements than the 6 of its storage"),
        Arguments.of(6, shape(2, 3), strides(4, 1), "needs more elements than the 6"),
        Arguments.of(6, shape(2), strides(HUGE), "needs more elements"),
        Arguments.of(6, shape(3), strides(HUGE), "is larger than any file"),
        Arguments.of(6, shape(-1), strides(1), "has a negative extent, stride or offset"),
        Arguments.of(6, shape(2), strides(-1), "has a negative extent, stride or offset"),
        Arguments.of(6, shape(2, 3), strides(1), "has 2 extents and 1 strides"),
        Arguments.of(6, shape(HUGE, HUGE), strides(0, 0), "is larger than any file"),
        Arguments.of(6, shape(1L << 32, 1L << 32), strides(0, 0), "is larger than any file"),
        Arguments.of(6, shape(1 << 25), strides(0), "repeats the 6 elements of its storage too"),
        Arguments.of(6, new long[65], new long[65], "arguments that it does not take"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void anImpossibleShapeIsRefused(long stored, long[] shape, long[] strides, String reason) {
    byte[] pickle = pickle().tensor("FloatStorage", "0", stored, 0, shape, strides).stop();
    assertThat(refusal(pickle, 24)).contains(reason);
  }

  @Test
  void aTensorThatBeginsOutsideItsStorageIsRefused() {
    assertThat(refusal(tensor(6, 6, 1), 24)).contains("needs more elements");
    assertThat(refusal(tensor(6, -1, 1), 24)).contains("negative");
    assertThat(refusal(tensor(6, HUGE, 2), 24)).contains("larger than any file");
  }

  @Test
  void aStorageThatIsShorterThanItsTensorsNeedIsRefused() {
    assertThat(refusal(tensor(6, 0, 6), 20))
        .isEqualTo("the storage 0 has 20 bytes, but should have 24");
  }

  @Test
  void aStorageThatIsNotInTheFileIsRefused() {
    byte[] pickle = pickle().storage("FloatStorage", "../../etc/passwd", 1).stop();
    assertThat(refusal(pickle, 4)).isEqualTo("the storage ../../etc/passwd is missing in it");
  }

  @Test
  void anAbsurdStorageIsRefused() {
    assertThat(refusal(pickle().storage("FloatStorage", "0", -1).stop(), 4))
        .isEqualTo("a storage of -1 elements is impossible");
    assertThat(refusal(pickle().storage("FloatStorage", "0", HUGE / 2).stop(), 4))
        .contains("is impossible");
    byte[] wide =
        pickle()
            .op('(')
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .op(0x8a, 20)
            .raw(new byte[19])
            .op(1)
            .ops("tQ")
            .stop();
    assertThat(refusal(wide, 4)).contains("larger than any file");
  }

  @Test
  void elementsThatAreNotSupportedAreNamed() {
    assertThat(refusal(pickle().storage("ComplexFloatStorage", "0", 1).stop(), 8))
        .isEqualTo("it holds tensors of torch.ComplexFloatStorage, which are not supported");
    assertThat(refusal(typed("uint16"), 8)).contains("tensors of torch.uint16, which are not");
  }

  @Test
  void aTensorIsMadeOfAStorageAndNumbers() {
    String tensor = "torch._utils._rebuild_tensor_v2 arguments that it does not take";
    PickleWriter function = new PickleWriter().global("torch._utils", "_rebuild_tensor_v2");
    assertThat(refusal(pickle().raw(function).ops(")R").stop(), 4)).contains(tensor);
    assertThat(refusal(pickle().raw(function).ops("(K\0K\0))tR").stop(), 4)).contains(tensor);
    PickleWriter storage = new PickleWriter().storage("FloatStorage", "0", 1);
    assertThat(refusal(pickle().raw(function).op('(').raw(storage).ops("N))tR").stop(), 4))
        .contains(tensor);
    assertThat(refusal(pickle().raw(function).op('(').raw(storage).ops("K\0K\1)tR").stop(), 4))
        .contains(tensor);
    assertThat(refusal(pickle().raw(function).op('(').raw(storage).ops("K\0(Nt(Nt)tR").stop(), 4))
        .contains(tensor);
  }

  @Test
  void aFunctionThatMakesATensorOfAClassIsNotNestedInItself() {
    PickleWriter nested = pickle();
    String function = "ctorch._tensor\n_rebuild_from_type_v2\n";
    nested.ops(function + "(" + function + "ctorch\nTensor\n)}tR");
    assertThat(refusal(nested.stop(), 4)).contains("_rebuild_from_type_v2 arguments");
  }

  @Test
  void aCompressedStorageIsRefused() {
    byte[] pickle = tensor(250, 0, 250);
    byte[] file = ZipWriter.checkpoint(pickle).deflated("a/data/0", new byte[1000]).bytes();
    assertThat(MadeCheckpoint.in(folder).refusal(file))
        .isEqualTo(
            "the storage 0 is compressed, which PyTorch never does; save it again with"
                + " torch.save");
  }

  private String refusal(byte[] pickle, int storageBytes) {
    byte[] file = ZipWriter.checkpoint(pickle).entry("a/data/0", new byte[storageBytes]).bytes();
    return MadeCheckpoint.in(folder).refusal(file);
  }

  private static byte[] tensor(long stored, long offset, long count) {
    return pickle().tensor("FloatStorage", "0", stored, offset, shape(count), strides(1)).stop();
  }

  private static byte[] typed(String type) {
    return pickle()
        .global("torch._utils", "_rebuild_tensor_v3")
        .op('(')
        .storage("UntypedStorage", "0", 8)
        .ops("K\0(K\4t(K\1t")
        .op(0x89)
        .op('N')
        .global("torch", type)
        .ops("tR")
        .stop();
  }

  private static long[] shape(long... extents) {
    return extents;
  }

  private static long[] strides(long... strides) {
    return strides;
  }
}
