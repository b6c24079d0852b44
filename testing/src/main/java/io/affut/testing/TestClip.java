package io.affut.testing;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/// A short video that a test makes with FFmpeg, which must be loaded already.
///
/// ```java
/// TestClip.of("mjpeg", 64, 48).rate(30).write(file, TestClip.numbered(64, 48, 40));
/// assertThat(TestClip.number(pixels, 64, 48)).isEqualTo(17);
/// ```
///
/// @param codec FFmpeg's name of the encoder, such as `mpeg4` or `mjpeg`
/// @param width even
/// @param height even
/// @param rate frames a second
/// @param keyEvery decoding can begin at every so many frames
/// @param bFrames how many frames in a row need one that is shown after them
/// @param clockwise how far the frames are to be turned for display, in degrees
/// @param times when each frame is shown, in milliseconds; empty for one after the other
/// @param created the creation date that the file gets
public record TestClip(
    String codec,
    int width,
    int height,
    int rate,
    int keyEvery,
    int bFrames,
    int clockwise,
    List<Integer> times,
    Optional<String> created) {
  /// A number is drawn as so many black or white bars.
  private static final int BITS = 8;

  /// A clip of 30 frames a second.
  public static TestClip of(String codec, int width, int height) {
    return new TestClip(codec, width, height, 30, 12, 0, 0, List.of(), Optional.empty());
  }

  /// Likewise, with another rate.
  public TestClip rate(int perSecond) {
    return new TestClip(
        codec, width, height, perSecond, keyEvery, bFrames, clockwise, times, created);
  }

  /// Likewise, with other distances between the frames at which decoding can begin.
  public TestClip keyEvery(int frames) {
    return new TestClip(codec, width, height, rate, frames, bFrames, clockwise, times, created);
  }

  /// Likewise, with frames that need one that is shown after them.
  public TestClip bFrames(int inARow) {
    return new TestClip(codec, width, height, rate, keyEvery, inARow, clockwise, times, created);
  }

  /// Likewise, to be turned for display.
  public TestClip turned(int degreesClockwise) {
    return new TestClip(
        codec, width, height, rate, keyEvery, bFrames, degreesClockwise, times, created);
  }

  /// Likewise, with frames that are shown when one wants.
  public TestClip shownAt(Integer... milliseconds) {
    return new TestClip(
        codec, width, height, rate, keyEvery, bFrames, clockwise, List.of(milliseconds), created);
  }

  /// Likewise, with a creation date such as `2024-05-01T12:34:56Z`.
  public TestClip created(String date) {
    return new TestClip(
        codec, width, height, rate, keyEvery, bFrames, clockwise, times, Optional.of(date));
  }

  /// Frames that show their numbers from 0 on, at most 256.
  public static List<byte[]> numbered(int width, int height, int frames) {
    return IntStream.range(0, frames).mapToObj(n -> picture(n, width, height)).toList();
  }

  private static byte[] picture(int number, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int bar = i / 3 % width * BITS / width;
      rgb[i] = (byte) ((number >> bar & 1) == 1 ? 235 : 20);
    }
    return rgb;
  }

  /// The number that a decoded frame shows.
  public static int number(byte[] rgb, int width, int height) {
    int number = 0;
    for (int bar = 0; bar < BITS; bar++) {
      int x = (2 * bar + 1) * width / (2 * BITS);
      int value = rgb[3 * (height / 2 * width + x)] & 255;
      number |= (value > 128 ? 1 : 0) << bar;
    }
    return number;
  }

  /// Writes the video; the ending of the file's name says in which container.
  ///
  /// @param frames u8 RGB without gaps
  public void write(Path file, List<byte[]> frames) {
    AVFormatContext output = new AVFormatContext(null);
    check(avformat.avformat_alloc_output_context2(output, null, null, file.toString()));
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
    AVCodecContext coding = avcodec.avcodec_alloc_context3(encoder);
    AVRational base = new AVRational().num(1).den(times.isEmpty() ? rate : 1000);
    coding.width(width).height(height).time_base(base);
    coding.framerate(new AVRational().num(rate).den(1));
    coding.pix_fmt(codec.equals("mjpeg") ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P);
    coding.gop_size(keyEvery).max_b_frames(bFrames).bit_rate(8_000_000);
    coding.qmin(2).qmax(4);
    if ((output.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      coding.flags(coding.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec.avcodec_open2(coding, encoder, (PointerPointer<?>) null));
    AVStream stream = avformat.avformat_new_stream(output, null);
    stream.time_base(base).avg_frame_rate(new AVRational().num(rate).den(1));
    check(avcodec.avcodec_parameters_from_context(stream.codecpar(), coding));
    turn(stream.codecpar());
    AVDictionary facts = new AVDictionary(null);
    created.ifPresent(date -> avutil.av_dict_set(facts, "creation_time", date, 0));
    output.metadata(facts);
    AVIOContext io = new AVIOContext(null);
    check(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
    output.pb(io);
    check(avformat.avformat_write_header(output, (PointerPointer<?>) null));
    encode(frames, coding, output, stream, base);
    check(avformat.av_write_trailer(output));
    check(avformat.avio_closep(io));
    avcodec.avcodec_free_context(coding);
    avformat.avformat_free_context(output);
  }

  private void turn(AVCodecParameters parameters) {
    if (clockwise == 0) {
      return;
    }
    AVPacketSideData all = new AVPacketSideData(null);
    int[] count = new int[1];
    int bytes = 9 * Integer.BYTES;
    AVPacketSideData added =
        avcodec.av_packet_side_data_new(all, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, bytes, 0);
    avutil.av_display_rotation_set(new IntPointer(added.data()), clockwise);
    parameters.coded_side_data(all).nb_coded_side_data(count[0]);
  }

  private void encode(
      List<byte[]> frames,
      AVCodecContext coding,
      AVFormatContext output,
      AVStream stream,
      AVRational base) {
    AVFrame rgb = frame(AV_PIX_FMT_RGB24);
    AVFrame coded = frame(coding.pix_fmt());
    SwsContext colours =
        swscale.sws_getContext(
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            coding.pix_fmt(),
            swscale.SWS_BICUBIC,
            null,
            null,
            (DoublePointer) null);
    AVPacket packet = avcodec.av_packet_alloc();
    for (int i = 0; i <= frames.size(); i++) {
      if (i < frames.size()) {
        check(avutil.av_frame_make_writable(coded));
        byte[] pixels = frames.get(i);
        for (int y = 0; y < height; y++) {
          byte[] row = Arrays.copyOfRange(pixels, 3 * width * y, 3 * width * (y + 1));
          rgb.data(0).position((long) y * rgb.linesize(0)).put(row);
        }
        check(swscale.sws_scale_frame(colours, coded, rgb));
        coded.pts(times.isEmpty() ? i : times.get(i));
        coded.pict_type(avutil.AV_PICTURE_TYPE_NONE);
      }
      check(avcodec.avcodec_send_frame(coding, i < frames.size() ? coded : null));
      while (avcodec.avcodec_receive_packet(coding, packet) >= 0) {
        avcodec.av_packet_rescale_ts(packet, base, stream.time_base());
        packet.stream_index(0);
        check(avformat.av_interleaved_write_frame(output, packet));
      }
    }
    avcodec.av_packet_free(packet);
    swscale.sws_freeContext(colours);
    avutil.av_frame_free(coded);
    avutil.av_frame_free(rgb);
  }

  private AVFrame frame(int format) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(format).width(width).height(height);
    check(avutil.av_frame_get_buffer(frame, 0));
    return frame;
  }

  private static void check(int status) {
    if (status < 0) {
      throw new IllegalStateException("FFmpeg says " + status);
    }
  }
}
