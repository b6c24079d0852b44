package io.affut.preprocessing.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The frame header of a JPEG file (ITU T.81, B.2.2), of a kind that nvJPEG decodes.
///
/// @param names of the components
/// @param unitWidth how many pixels wide a unit of an interleaved scan is
/// @param unitHeight how many pixels high it is
/// @param unitBlocks how many blocks it has
record JpegFrame(
    boolean progressive,
    int width,
    int height,
    List<Integer> names,
    int unitWidth,
    int unitHeight,
    int unitBlocks) {
  private static final List<Integer> RGB = List.of((int) 'R', (int) 'G', (int) 'B');

  /// How many samples of the luminance there may be for one of the colours: across and down.
  private static final List<String> SUBSAMPLINGS = List.of("1x1", "2x1", "2x2", "1x2", "4x1");

  /// @param segment the header from its length on
  static JpegFrame of(MemorySegment segment, boolean progressive) throws JpegWalk.Unfit {
    long length = segment.byteSize();
    if (length < 8 || length != 8 + 3L * u8(segment, 7)) {
      throw new JpegWalk.Unfit("one of its parts claims an impossible length");
    }
    if (u8(segment, 2) != 8) {
      throw new JpegWalk.Unfit("it has " + u8(segment, 2) + " bits a sample");
    }
    int height = u8(segment, 3) << 8 | u8(segment, 4);
    int width = u8(segment, 5) << 8 | u8(segment, 6);
    if (width == 0 || height == 0) {
      throw new JpegWalk.Unfit("its header gives no size");
    }
    int components = u8(segment, 7);
    if (components != 1 && components != 3) {
      throw new JpegWalk.Unfit("it has " + components + " components");
    }
    List<Integer> names = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      names.add(u8(segment, 8 + 3L * i));
    }
    if (components == 1) {
      return new JpegFrame(progressive, width, height, names, 8, 8, 1); // whatever its sampling
    }
    int luminance = u8(segment, 9);
    int across = luminance >> 4;
    int down = luminance & 15;
    if (u8(segment, 12) != 0x11
        || u8(segment, 15) != 0x11
        || !SUBSAMPLINGS.contains(across + "x" + down)) {
      throw new JpegWalk.Unfit("its colours are subsampled in an unusual way");
    }
    return new JpegFrame(
        progressive, width, height, names, 8 * across, 8 * down, across * down + 2);
  }

  int components() {
    return names.size();
  }

  /// How many units an interleaved scan has.
  long units() {
    return (long) Math.ceilDiv(width, unitWidth) * Math.ceilDiv(height, unitHeight);
  }

  /// How many blocks of 8 x 8 samples it has.
  long blocks() {
    return units() * unitBlocks;
  }

  boolean hasNamesOfRgb() {
    return names.equals(RGB);
  }

  /// Whether the components are numbered as JFIF wants it, or from 0 as some cameras do.
  boolean hasUsualNames() {
    return names.equals(List.of(1, 2, 3)) || names.equals(List.of(0, 1, 2));
  }

  private static int u8(MemorySegment segment, long position) {
    return segment.get(JAVA_BYTE, position) & 255;
  }
}
