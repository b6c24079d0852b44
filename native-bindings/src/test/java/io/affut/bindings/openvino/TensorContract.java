package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// Tensors over memory of ours.
interface TensorContract extends OpenVinoUnderTest {
  @Test
  default void aTensorIsTheCallersMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100, 64);
      long[] shape = {1, 2, 3};
      try (Tensor tensor = openVino().tensor(ElementType.F32, shape, memory)) {
        shape[0] = 99;
        assertThat(tensor.type()).isEqualTo(ElementType.F32);
        assertThat(tensor.shape()).containsExactly(1, 2, 3);
        assertThat(tensor.data().address()).isEqualTo(memory.address());
        assertThat(tensor.data().byteSize()).isEqualTo(24);
        assertThat(tensor).hasToString("tensor f32{1,2,3}");
        assertThat(ledger().snapshot()).containsEntry("ov_tensor", 1L);
      }
      memory.set(JAVA_FLOAT, 0, 1); // still ours
    }
  }

  @Test
  default void aScalarHasNoExtents() {
    try (Arena arena = Arena.ofConfined();
        Tensor tensor = openVino().tensor(ElementType.I64, new long[0], arena.allocate(8, 8))) {
      assertThat(tensor.data().byteSize()).isEqualTo(8);
      assertThat(tensor.shape()).isEmpty();
    }
  }

  @Test
  default void memoryThatIsTooSmallIsRefusedBeforeTheCall() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(23, 4);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> openVino().tensor(ElementType.F32, new long[] {1, 2, 3}, memory))
          .withMessageContaining("23 bytes")
          .withMessageContaining("24");
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(
              () -> openVino().tensor(ElementType.F32, new long[] {1L << 31, 1L << 31, 2}, memory));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> openVino().tensor(ElementType.F32, new long[] {1, -1}, memory));
    }
  }

  @Test
  default void memoryThatCannotServeIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      long[] shape = {2};
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> openVino().tensor(ElementType.F32, shape, MemorySegment.ofArray(new float[2])))
          .withMessageContaining("heap");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> openVino().tensor(ElementType.F32, shape, arena.allocate(8, 4).asReadOnly()))
          .withMessageContaining("read-only");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> openVino().tensor(ElementType.F32, shape, arena.allocate(12, 4).asSlice(1)))
          .withMessageContaining("aligned");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> openVino().tensor(ElementType.I4, shape, arena.allocate(8, 4)))
          .withMessageContaining("I4");
    }
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(8, 4);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> openVino().tensor(ElementType.F32, new long[] {2}, gone));
  }

  @Test
  default void aTensorCanBeClosedTwiceAndNamesItselfAfterwards() {
    try (Arena arena = Arena.ofConfined();
        Model model = core().read(SmallModels.onnxRelu());
        CompiledModel compiled = core().compile(model, "CPU", EXACT);
        InferRequest request = compiled.newRequest()) {
      Tensor tensor = openVino().tensor(ElementType.F32, new long[] {2, 2}, arena.allocate(16, 4));
      tensor.close();
      tensor.close();
      assertThatIllegalStateException()
          .isThrownBy(tensor::data)
          .withMessageContaining("tensor f32{2,2}");
      assertThatIllegalStateException()
          .isThrownBy(() -> request.setInput(0, tensor))
          .withMessageContaining("tensor f32{2,2}");
    }
  }
}
