package io.affut.bindings.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/// Checks what FFmpeg's functions return.
final class Calls {
  private static final int LONGEST_TEXT = 256;

  private Calls() {}

  /// @return `status`, which is not negative
  /// @throws FfmpegException if it is
  static int check(String function, int status) {
    if (status < 0) {
      throw failure(function, status);
    }
    return status;
  }

  /// @return `pointer`, which is not NULL
  /// @throws FfmpegException if it is
  static <P extends Pointer> P check(String function, P pointer) {
    if (pointer == null || pointer.isNull()) {
      throw new FfmpegException(function, 0, "it gave nothing");
    }
    return pointer;
  }

  static FfmpegException failure(String function, int status) {
    return new FfmpegException(function, status, text(status));
  }

  /// FFmpeg's own text for one of its errors.
  static String text(int status) {
    byte[] text = new byte[LONGEST_TEXT];
    avutil.av_strerror(status, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, UTF_8);
  }
}
