package io.affut.bindings.ffmpeg;

import io.affut.bindings.memory.NativeLedger;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/// Packets to frames, in the order in which they are shown. One thread at a time.
final class Decoder implements AutoCloseable {
  private static final String KIND = "AVCodecContext";

  private final NativeLedger ledger;
  private final AVCodecContext context;
  private boolean closed;

  /// @param parameters how the packets are coded
  Decoder(AVCodecParameters parameters, NativeLedger ledger) {
    this.ledger = ledger;
    AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
    if (codec == null) {
      throw new FfmpegException(
          "avcodec_find_decoder",
          0,
          "there is no decoder for " + avcodec.avcodec_get_name(parameters.codec_id()).getString());
    }
    context = Calls.check("avcodec_alloc_context3", avcodec.avcodec_alloc_context3(codec));
    try {
      Calls.check(
          "avcodec_parameters_to_context",
          avcodec.avcodec_parameters_to_context(context, parameters));
      context.thread_count(1); // other videos are decoded on the other threads
      Calls.check("avcodec_open2", avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
    } catch (RuntimeException | Error e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
    ledger.add(KIND, 1);
  }

  /// Takes one packet in; a packet that makes no sense is passed over.
  ///
  /// @return whether it made sense
  boolean send(AVPacket packet) {
    return avcodec.avcodec_send_packet(context, packet) >= 0;
  }

  /// No more packets will come, unless [#flush] follows.
  void end() {
    avcodec.avcodec_send_packet(context, null);
  }

  /// What came of asking for a frame.
  enum Answer {
    FRAME,
    NEEDS_PACKET,
    DAMAGED,
    ENDED
  }

  /// The next frame, if the packets so far make one.
  Answer receive(AVFrame frame) {
    int status = avcodec.avcodec_receive_frame(context, frame);
    if (status >= 0) {
      return Answer.FRAME;
    }
    if (status == org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN()) {
      return Answer.NEEDS_PACKET;
    }
    return status == avutil.AVERROR_EOF ? Answer.ENDED : Answer.DAMAGED;
  }

  /// Forgets all packets; the next is one at which decoding can begin.
  void flush() {
    avcodec.avcodec_flush_buffers(context);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avcodec.avcodec_free_context(context);
      ledger.remove(KIND, 1);
    }
  }
}
