package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.Nvrtc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The source of the kernels that turn, scale, pad and normalise pictures on an NVIDIA GPU, in CUDA
/// C++. Their levels are those of [io.affut.preprocessing.resize.LetterboxKernel] and
/// [io.affut.preprocessing.resize.CropResizeKernel].
///
/// The source says what each kernel takes. It includes nothing.
public final class PictureKernels {
  /// What the source is called in a compiler's messages.
  public static final String NAME = "pictures.cu";

  /// The functions that can be launched, under their C names.
  public static final List<String> FUNCTIONS =
      List.of(
          "letterbox_f32",
          "letterbox_f16",
          "crop_taps",
          "crop_first",
          "crop_second_f32",
          "crop_second_f16");

  private PictureKernels() {}

  /// The source.
  public static String source() {
    try (InputStream in = PictureKernels.class.getResourceAsStream(NAME)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Code for one architecture; some tenths of a second.
  ///
  /// @param architecture such as `sm_90`, or `compute_90` for what the driver compiles further
  /// @return what [CudaDevice#load] takes
  /// @throws CudaException when the compiler does not know the architecture
  public static byte[] compile(Nvrtc nvrtc, String architecture) {
    return nvrtc.compile(NAME, source(), compilerOptions(architecture));
  }

  /// The options with which NVRTC has to compile it.
  ///
  /// @param architecture such as `sm_90` or `compute_90`
  public static List<String> compilerOptions(String architecture) {
    // A fused multiplication and addition would round once where the kernels for processors round
    // twice. In PTX it makes each operation say how it rounds, which the driver keeps to.
    return List.of("--gpu-architecture=" + architecture, "--fmad=false", "--std=c++17");
  }
}
