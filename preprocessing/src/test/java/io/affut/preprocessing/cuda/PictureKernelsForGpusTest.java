package io.affut.preprocessing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.memory.NativeLedger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernels compile to machine code for the GPUs that people have: Turing, Ampere, Ada, Hopper.
/// That code has never run.
class PictureKernelsForGpusTest {
  /// `EM_CUDA` of ELF.
  private static final int CUDA = 190;

  @ParameterizedTest
  @ValueSource(ints = {75, 80, 89, 90})
  void compileWithEveryFunctionUnderItsName(int architecture) throws Exception {
    Nvrtc nvrtc = Nvrtc.load(NvrtcWheel.library(), new NativeLedger());
    byte[] cubin =
        nvrtc.compile(
            PictureKernels.NAME,
            PictureKernels.source(),
            PictureKernels.compilerOptions("sm_" + architecture));

    ByteBuffer elf = ByteBuffer.wrap(cubin).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(elf.getInt(0)).as("magic").isEqualTo(0x464c457f);
    assertThat(elf.getShort(18)).as("machine").isEqualTo((short) CUDA);
    assertThat(elf.getInt(48) >> 8 & 255).as("architecture").isEqualTo(architecture);
    String names = new String(cubin, StandardCharsets.ISO_8859_1);
    assertThat(PictureKernels.FUNCTIONS)
        .allMatch(function -> names.contains("\0.text." + function + "\0"));
  }

  /// What a driver compiles for a GPU that came after the compiler. It may make one operation of
  /// two only where neither says how it rounds.
  @Test
  void compileToPtxInWhichEachOperationRoundsByItself() throws Exception {
    Nvrtc nvrtc = Nvrtc.load(NvrtcWheel.library(), new NativeLedger());
    String ptx =
        new String(PictureKernels.compile(nvrtc, "compute_121"), StandardCharsets.US_ASCII);
    assertThat(PictureKernels.FUNCTIONS).allMatch(name -> ptx.contains(".entry " + name + "("));
    assertThat(ptx)
        .contains("mul.rn.f32", "add.rn.f64")
        .doesNotContainPattern("\\b(mul|add|sub)\\.f(32|64)\\b");
  }
}
