package io.affut.bindings.cuda;

/// What nvJPEG reads in a file before its pixels.
///
/// @param width as stored, in pixels
/// @param height as stored, in pixels
/// @param components 1 for grey, 3 for colours, 4 for inks
/// @param encoding how it is compressed
/// @param subsampling how much of the colours is stored
public record NvJpegHeader(
    int width, int height, int components, Encoding encoding, Subsampling subsampling) {

  /// How many bytes the decoded picture has: u8 RGB, rows without gaps.
  public long bytes() {
    return 3L * width * height;
  }

  /// How a file is compressed.
  public enum Encoding {
    BASELINE,
    EXTENDED_SEQUENTIAL,
    PROGRESSIVE,
    LOSSLESS,
    UNKNOWN;

    static Encoding of(int code) {
      return switch (code) {
        case NvJpegC.NVJPEG_ENCODING_BASELINE_DCT -> BASELINE;
        case NvJpegC.NVJPEG_ENCODING_EXTENDED_SEQUENTIAL_DCT_HUFFMAN -> EXTENDED_SEQUENTIAL;
        case NvJpegC.NVJPEG_ENCODING_PROGRESSIVE_DCT_HUFFMAN -> PROGRESSIVE;
        case NvJpegC.NVJPEG_ENCODING_LOSSLESS_HUFFMAN -> LOSSLESS;
        default -> UNKNOWN;
      };
    }
  }

  /// How much of the colours is stored, as video people write it.
  public enum Subsampling {
    S444,
    S422,
    S420,
    S440,
    S411,
    S410,
    GREY,
    S410V,
    UNKNOWN;

    static Subsampling of(int code) {
      return switch (code) {
        case NvJpegC.NVJPEG_CSS_444 -> S444;
        case NvJpegC.NVJPEG_CSS_422 -> S422;
        case NvJpegC.NVJPEG_CSS_420 -> S420;
        case NvJpegC.NVJPEG_CSS_440 -> S440;
        case NvJpegC.NVJPEG_CSS_411 -> S411;
        case NvJpegC.NVJPEG_CSS_410 -> S410;
        case NvJpegC.NVJPEG_CSS_GRAY -> GREY;
        case NvJpegC.NVJPEG_CSS_410V -> S410V;
        default -> UNKNOWN;
      };
    }
  }
}
