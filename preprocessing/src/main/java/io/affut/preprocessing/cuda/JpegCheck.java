package io.affut.preprocessing.cuda;

import java.lang.foreign.MemorySegment;

/// Whether a JPEG file surely decodes whole, and to the same picture by nvJPEG as by libjpeg-turbo
/// but for rounding.
///
/// That is so for files whose parts follow each other without an error up to the end marker,
/// baseline or progressive, with 8 bits a sample and Huffman coding, grey or YCbCr with one of the
/// usual subsamplings. All others are left to the decoders on the processor, which know what to do
/// with damage and with other colours.
sealed interface JpegCheck {
  /// The file may go to nvJPEG.
  ///
  /// @param width as stored, in pixels
  /// @param height as stored, in pixels
  /// @param bytes of the file up to its end marker; what comes after is no part of the picture
  record Fit(int width, int height, long bytes) implements JpegCheck {
    long pixels() {
      return (long) width * height;
    }
  }

  /// It may not.
  ///
  /// @param reason to be shown after "nvJPEG did not decode it: "
  record Unfit(String reason) implements JpegCheck {}

  /// Checks a file.
  ///
  /// @param bytes all of it
  static JpegCheck of(MemorySegment bytes) {
    return new JpegWalk(bytes).check();
  }
}
