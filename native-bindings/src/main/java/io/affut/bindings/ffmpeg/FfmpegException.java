package io.affut.bindings.ffmpeg;

import io.affut.bindings.library.NativeException;

/// A function of FFmpeg that failed.
public final class FfmpegException extends NativeException {
  private static final long serialVersionUID = 1L;

  /// @param function the C function, such as `avformat_open_input`
  /// @param status the number that it returned, one of FFmpeg's `AVERROR`s; 0 where it returns none
  /// @param nativeText FFmpeg's own text for that number, or what was wrong with its result
  public FfmpegException(String function, int status, String nativeText) {
    super(
        "FFmpeg's " + function + " failed with " + status + ": " + nativeText,
        function,
        status,
        nativeText);
  }
}
