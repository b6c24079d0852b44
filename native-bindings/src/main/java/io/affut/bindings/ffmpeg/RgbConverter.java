package io.affut.bindings.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/// Frames as they are coded to u8 RGB, with the settings that OpenCV uses: bicubic for the colours
/// of 4:2:0, the coefficients of ITU-R BT.601 whatever the file says.
///
/// It converts into rows of its own, which FFmpeg pads, because its fast routines write past the
/// end of a row.
final class RgbConverter implements AutoCloseable {
  private static final String KIND = "SwsContext";

  private final NativeLedger ledger;
  private final int width;
  private final int height;
  private final AVFrame rgb;
  private SwsContext context = null;
  private int sourceFormat = -1;
  private int sourceWidth;
  private int sourceHeight;
  private int sourceRange;
  private boolean closed;

  /// @param width of the pictures that it makes
  /// @param height likewise
  RgbConverter(int width, int height, NativeLedger ledger) {
    this.ledger = ledger;
    this.width = width;
    this.height = height;
    this.rgb = Calls.check("av_frame_alloc", avutil.av_frame_alloc());
    try {
      rgb.format(AV_PIX_FMT_RGB24);
      rgb.width(width);
      rgb.height(height);
      Calls.check("av_frame_get_buffer", avutil.av_frame_get_buffer(rgb, 0));
    } catch (RuntimeException | Error e) {
      avutil.av_frame_free(rgb);
      throw e;
    }
    ledger.add("AVFrame", 1);
  }

  /// Converts one frame; one of another size than usual is scaled to it.
  ///
  /// @param target gets rows of `width` * 3 bytes without gaps
  void convert(AVFrame frame, MemorySegment target) {
    prepare(frame);
    Calls.check("sws_scale_frame", swscale.sws_scale_frame(context, rgb, frame));
    long rowBytes = 3L * width;
    long stride = rgb.linesize(0);
    long size = stride * (height - 1) + rowBytes;
    MemorySegment rows = MemorySegment.ofBuffer(rgb.data(0).capacity(size).asByteBuffer());
    for (int y = 0; y < height; y++) {
      MemorySegment.copy(rows, y * stride, target, y * rowBytes, rowBytes);
    }
  }

  private void prepare(AVFrame frame) {
    int range = frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
    if (context != null
        && frame.format() == sourceFormat
        && frame.width() == sourceWidth
        && frame.height() == sourceHeight
        && range == sourceRange) {
      return;
    }
    free();
    sourceFormat = frame.format();
    sourceWidth = frame.width();
    sourceHeight = frame.height();
    sourceRange = range;
    context =
        Calls.check(
            "sws_getContext",
            swscale.sws_getContext(
                sourceWidth,
                sourceHeight,
                sourceFormat,
                width,
                height,
                AV_PIX_FMT_RGB24,
                swscale.SWS_BICUBIC,
                null,
                null,
                (DoublePointer) null));
    ledger.add(KIND, 1);
    if (range == 1) {
      var coefficients = swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT); // static, not ours
      swscale.sws_setColorspaceDetails(
          context, coefficients, 1, coefficients, 1, 0, 1 << 16, 1 << 16);
    }
  }

  private void free() {
    if (context != null) {
      swscale.sws_freeContext(context);
      context = null;
      ledger.remove(KIND, 1);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      free();
      avutil.av_frame_free(rgb);
      ledger.remove("AVFrame", 1);
    }
  }
}
