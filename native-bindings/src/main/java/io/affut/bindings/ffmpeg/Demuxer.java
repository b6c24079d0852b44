package io.affut.bindings.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.affut.bindings.memory.NativeLedger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/// An open file and the packets of its video, in the order of the file. One thread at a time.
final class Demuxer implements AutoCloseable {
  private static final String KIND = "AVFormatContext";

  /// No playlists and no descriptions of streams: those make FFmpeg open other files and addresses.
  private static final String FORMATS = "avi,mov,matroska,mpeg,mpegts,mpegvideo";

  /// What is 1 in the fixed-point numbers of the display matrix.
  private static final double MATRIX_ONE = 1 << 16;

  private final NativeLedger ledger;
  private final AVFormatContext context;
  private final int streamIndex;
  private boolean closed;

  /// @throws FfmpegException when the file is no video
  Demuxer(Path path, NativeLedger ledger) {
    this.ledger = ledger;
    this.context = open(path);
    try {
      Calls.check(
          "avformat_find_stream_info",
          avformat.avformat_find_stream_info(context, (PointerPointer<?>) null));
      streamIndex =
          Calls.check(
              "av_find_best_stream",
              avformat.av_find_best_stream(
                  context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0));
      if ((stream().disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
        throw new FfmpegException(
            "av_find_best_stream", 0, "the only picture is the cover of a recording of sound");
      }
      for (int i = 0; i < context.nb_streams(); i++) {
        if (i != streamIndex) {
          context.streams(i).discard(avcodec.AVDISCARD_ALL);
        }
      }
    } catch (RuntimeException | Error e) {
      avformat.avformat_close_input(context);
      throw e;
    }
    ledger.add(KIND, 1);
  }

  private static AVFormatContext open(Path path) {
    AVFormatContext opened = new AVFormatContext(null);
    try (AVDictionary options = new AVDictionary(null)) {
      avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
      avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
      try {
        Calls.check(
            "avformat_open_input",
            avformat.avformat_open_input(
                opened, "file:" + path.toAbsolutePath(), null, options)); // frees it when it fails
      } finally {
        avutil.av_dict_free(options);
      }
    }
    return opened;
  }

  private AVStream stream() {
    return context.streams(streamIndex);
  }

  /// How the packets are coded; this demuxer's.
  AVCodecParameters parameters() {
    return stream().codecpar();
  }

  /// The length of one unit of the packets' times, in seconds.
  double unit() {
    AVRational base = stream().time_base();
    return (double) base.num() / base.den();
  }

  /// Reads the next packet of the video.
  ///
  /// @return 0, or a negative status where there is none
  int read(AVPacket packet) {
    while (true) {
      avcodec.av_packet_unref(packet);
      int status = avformat.av_read_frame(context, packet);
      if (status < 0 || packet.stream_index() == streamIndex) {
        return status;
      }
    }
  }

  VideoFacts facts() {
    AVStream stream = stream();
    AVCodecParameters coding = stream.codecpar();
    return new VideoFacts(
        coding.width(),
        coding.height(),
        frameRate(),
        seconds(),
        stream.nb_frames() > 0 ? OptionalLong.of(stream.nb_frames()) : OptionalLong.empty(),
        matrix(coding),
        entry(context.metadata(), "creation_time")
            .or(() -> entry(stream.metadata(), "creation_time")),
        context.iformat().name().getString(),
        avcodec.avcodec_get_name(coding.codec_id()).getString());
  }

  private FrameRate frameRate() {
    try (AVRational rate = avformat.av_guess_frame_rate(context, stream(), null)) {
      return rate.num() > 0 && rate.den() > 0
          ? new FrameRate(rate.num(), rate.den())
          : new FrameRate(0, 1);
    }
  }

  private OptionalDouble seconds() {
    long ofStream = stream().duration();
    if (ofStream != AV_NOPTS_VALUE && ofStream > 0) {
      return OptionalDouble.of(ofStream * unit());
    }
    long ofFile = context.duration();
    return ofFile != AV_NOPTS_VALUE && ofFile > 0
        ? OptionalDouble.of((double) ofFile / avutil.AV_TIME_BASE)
        : OptionalDouble.empty();
  }

  private static DisplayMatrix matrix(AVCodecParameters coding) {
    AVPacketSideData found =
        avcodec.av_packet_side_data_get(
            coding.coded_side_data(),
            coding.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (found == null || found.isNull() || found.size() < 9 * Integer.BYTES) {
      return DisplayMatrix.IDENTITY;
    }
    IntPointer matrix = new IntPointer(found.data());
    return new DisplayMatrix(
        matrix.get(0) / MATRIX_ONE,
        matrix.get(1) / MATRIX_ONE,
        matrix.get(3) / MATRIX_ONE,
        matrix.get(4) / MATRIX_ONE);
  }

  private static Optional<String> entry(AVDictionary dictionary, String key) {
    AVDictionaryEntry entry = avutil.av_dict_get(dictionary, key, null, 0);
    return entry == null || entry.isNull()
        ? Optional.empty()
        : Optional.of(entry.value().getString());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avformat.avformat_close_input(context);
      ledger.remove(KIND, 1);
    }
  }
}
