package io.affut.bindings.library;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.ffmpeg.FfmpegException;
import io.affut.bindings.openvino.OpenVinoException;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.bindings.turbojpeg.TurboJpegException;

/// Something that a native library could not or would not do.
///
/// The message is one sentence for a user; the parts that it was made of are kept for programs.
public abstract sealed class NativeException extends RuntimeException
    permits CudaException,
        NativeLibraryException,
        FfmpegException,
        OpenVinoException,
        TensorRtException,
        TurboJpegException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final int status;
  private final String nativeText;

  /// @param message one clear sentence
  /// @param function the C function that failed, or "" where none was called
  /// @param status what it returned
  /// @param nativeText the library's own words, or "" where it had none
  protected NativeException(String message, String function, int status, String nativeText) {
    super(message);
    this.function = function;
    this.status = status;
    this.nativeText = nativeText;
  }

  /// The C function that failed; empty where none was called.
  public final String function() {
    return function;
  }

  /// The status that the function returned; 0 where none was called.
  public final int status() {
    return status;
  }

  /// What the library itself said; empty where it said nothing.
  public final String nativeText() {
    return nativeText;
  }
}
