package io.affut.bindings.ffmpeg;

import io.affut.bindings.memory.NativeLedger;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/// The one packet of a reader, and what FFmpeg keeps behind it.
final class Packet implements AutoCloseable {
  private static final String KIND = "AVPacket";

  private final NativeLedger ledger;
  private final AVPacket packet;
  private boolean closed;

  Packet(NativeLedger ledger) {
    this.ledger = ledger;
    this.packet = Calls.check("av_packet_alloc", avcodec.av_packet_alloc());
    ledger.add(KIND, 1);
  }

  /// Valid until this is closed.
  AVPacket get() {
    return packet;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avcodec.av_packet_free(packet);
      ledger.remove(KIND, 1);
    }
  }
}
