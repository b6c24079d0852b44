package io.affut.bindings.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.affut.bindings.memory.NativeLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// Which frames a file really has: made by reading all of its packets and decoding none.
final class FrameTable {
  private final List<Key> keys = new ArrayList<>();
  private final long[] times;
  private final double unit;
  private int packets;
  private Optional<String> brokenOff = Optional.empty();

  /// A packet at which decoding can begin.
  ///
  /// @param packet its place in the file's order
  /// @param time when its frame is shown
  private record Key(int packet, long time) {}

  /// Reads a file from its beginning to its end.
  FrameTable(Path path, NativeLedger ledger) {
    try (Demuxer demuxer = new Demuxer(path, ledger);
        Packet packet = new Packet(ledger)) {
      unit = demuxer.unit();
      LongStream.Builder shown = LongStream.builder();
      boolean timed = true;
      int status;
      while ((status = demuxer.read(packet.get())) >= 0) {
        timed &= packet.get().pts() != AV_NOPTS_VALUE;
        if (add(packet.get())) {
          shown.add(packet.get().pts());
        }
      }
      if (status != avutil.AVERROR_EOF) {
        brokenOff = Optional.of(Calls.text(status));
      }
      times = timed ? shown.build().sorted().distinct().toArray() : new long[0];
    }
  }

  /// @return whether its frame is shown
  private boolean add(AVPacket packet) {
    int flags = packet.flags();
    if ((flags & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
      brokenOff = Optional.of("a packet is not whole");
    }
    if ((flags & avcodec.AV_PKT_FLAG_KEY) != 0) {
      keys.add(new Key(packets, packet.pts()));
    }
    packets++;
    return (flags & avcodec.AV_PKT_FLAG_DISCARD) == 0;
  }

  /// Whether frames are known by their times; if not, they can only be counted as they come.
  boolean isTimed() {
    return times.length > 0;
  }

  /// How many frames are shown.
  int frames() {
    return isTimed() ? times.length : packets;
  }

  /// How many packets there are, those included whose frames are never shown.
  int packets() {
    return packets;
  }

  /// When a frame is shown, in the file's unit. Only for tables that are timed.
  long time(int frame) {
    return times[frame];
  }

  /// When a frame is shown, in seconds after the first one. Only for tables that are timed.
  double seconds(int frame) {
    return (times[frame] - times[0]) * unit;
  }

  /// Why reading ended before the end of the file, or what was wrong on the way.
  Optional<String> brokenOff() {
    return brokenOff;
  }

  /// The last packet at which decoding can begin to get at the frame shown at `time`; the first of
  /// all where none is early enough.
  int startFor(long time) {
    int start = 0;
    for (Key key : keys) {
      if (key.time() <= time) {
        start = Math.max(start, key.packet());
      }
    }
    return start;
  }
}
