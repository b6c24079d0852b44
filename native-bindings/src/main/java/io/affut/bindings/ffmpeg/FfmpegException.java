package io.affut.bindings.ffmpeg;

import io.affut.bindings.library.NativeException;

/// A function of FFmpeg that failed.
public final class FfmpegException extends NativeException {
  private static final long serialVersionUID = 1L;

  /// `AVERROR_INVALIDDATA`: what was read is not as it has to be.
  private static final int INVALID_DATA = -('I' | 'N' << 8 | 'D' << 16 | 'A' << 24);

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

  /// Whether the file is at fault: damaged, cut off, or none that FFmpeg knows.
  public boolean isOfDamage() {
    return status() == INVALID_DATA;
  }
}
