package io.affut.bindings.ffmpeg;

import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/// One video, whose frames are read by their number.
///
/// Its packets are read twice: once, without decoding, to know which frames there are and at which
/// of them decoding can begin, and once for the frames that are wanted. Of those, a frame costs the
/// decoding of what lies between it and the last frame before it at which decoding can begin, and
/// of nothing where the one read before lies in between. So frames are best read in ascending
/// order.
///
/// The file is read and never mapped: one that shrinks meanwhile loses frames, and nothing else.
/// One thread at a time. The opener closes it; twice is fine.
public final class VideoFile implements AutoCloseable {
  private static final String FRAME = "AVFrame";

  /// How often a decoder may fail without taking a packet.
  private static final int MOST_FAILURES = 100;

  private final Path path;
  private final NativeLedger ledger;
  private final VideoFacts facts;
  private Optional<FrameTable> table = Optional.empty();
  private Optional<Reading> reading = Optional.empty();

  /// No frame from this number on can be had: the file has ended before it.
  private int missingFrom = Integer.MAX_VALUE;

  private boolean closed;

  VideoFile(Path path, NativeLedger ledger) {
    this.path = path;
    this.ledger = ledger;
    try (Demuxer demuxer = new Demuxer(path, ledger)) {
      facts = demuxer.facts();
    }
  }

  /// What its headers say.
  public VideoFacts facts() {
    return facts;
  }

  /// How many frames the file really has, counted; reads it to its end at the first call.
  ///
  /// @throws FfmpegException when it cannot be read
  public int frames() {
    return table().frames();
  }

  /// How many packets the file has: frames that a player shows, and those that it leaves out.
  public int packets() {
    return table().packets();
  }

  /// When a frame is shown, in seconds after the first one; reckoned from the frame rate where the
  /// file does not say it.
  ///
  /// @param frame its number in the order in which frames are shown, from 0
  public double seconds(int frame) {
    checkNumber(frame);
    if (table().isTimed()) {
      return table().seconds(frame);
    }
    double rate = facts.frameRate().perSecond();
    return rate > 0 ? frame / rate : frame;
  }

  /// What is wrong with the file, in FFmpeg's words, where reading its packets ended too early.
  public Optional<String> brokenOff() {
    return table().brokenOff();
  }

  /// Reads one frame.
  ///
  /// @param frame its number in the order in which frames are shown, from 0
  /// @param target off-heap; gets u8 RGB as stored, not turned: rows of `width` * 3 bytes without
  ///   gaps; left as it is where the frame is missing
  /// @throws FfmpegException when FFmpeg has no decoder for it, or not enough memory
  /// @throws IllegalArgumentException when there is no such number, or the target is too small
  /// @throws IllegalStateException when it is closed
  public FrameState read(int frame, MemorySegment target) {
    checkNumber(frame);
    long needed = 3L * facts.width() * facts.height();
    if (!target.isNative() || target.isReadOnly() || target.byteSize() < needed) {
      throw new IllegalArgumentException(
          "the target has to be " + needed + " writable bytes off-heap: " + target);
    }
    if (frame >= missingFrom) {
      return FrameState.MISSING;
    }
    if (reading.isEmpty() || !reading.get().canReach(frame)) {
      rewind();
    }
    return reading.orElseThrow().read(frame, target);
  }

  private void checkNumber(int frame) {
    if (frame < 0 || frame >= frames()) {
      throw new IllegalArgumentException(
          "there is no frame " + frame + " in a video of " + frames());
    }
  }

  private FrameTable table() {
    if (closed) {
      throw new IllegalStateException("the video " + path.getFileName() + " is closed");
    }
    if (table.isEmpty()) {
      table = Optional.of(new FrameTable(path, ledger));
    }
    return table.get();
  }

  private void rewind() {
    reading.ifPresent(Reading::close);
    reading = Optional.empty();
    reading = Optional.of(new Reading());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      reading.ifPresent(Reading::close);
      reading = Optional.empty();
    }
  }

  /// One way through the file, forwards.
  private final class Reading implements AutoCloseable {
    private final FrameTable table = table();
    private final Demuxer demuxer;
    private final Decoder decoder;
    private final Packet packet;
    private final AVFrame frame;
    private final RgbConverter converter;

    /// The place in the file's order of the packet that comes next.
    private int nextPacket;

    /// How many frames have come out of the decoder.
    private int shown;

    /// Whether `frame` is one, and the last that came out.
    private boolean hasFrame;

    /// Whether something in it, or in a frame that it needs, was made up.
    private boolean damaged;

    Reading() {
      Demuxer opened = new Demuxer(path, ledger);
      Decoder decoding = null;
      Packet carrying = null;
      AVFrame allocated = null;
      RgbConverter converting = null;
      try {
        decoding = new Decoder(opened.parameters(), ledger);
        carrying = new Packet(ledger);
        allocated = Calls.check("av_frame_alloc", avutil.av_frame_alloc());
        converting = new RgbConverter(facts.width(), facts.height(), ledger);
      } catch (RuntimeException | Error e) {
        if (allocated != null) {
          avutil.av_frame_free(allocated);
        }
        if (carrying != null) {
          carrying.close();
        }
        if (decoding != null) {
          decoding.close();
        }
        opened.close();
        throw e;
      }
      demuxer = opened;
      decoder = decoding;
      packet = carrying;
      frame = allocated;
      converter = converting;
      ledger.add(FRAME, 1);
    }

    /// Whether a frame lies ahead.
    boolean canReach(int number) {
      if (hasFrame) {
        return !isPast(number);
      }
      return table.isTimed() ? nextPacket <= table.startFor(table.time(number)) : nextPacket == 0;
    }

    /// Whether the frame that is there comes after another.
    private boolean isPast(int number) {
      return table.isTimed()
          ? frame.best_effort_timestamp() > table.time(number)
          : shown - 1 > number;
    }

    FrameState read(int number, MemorySegment target) {
      if (table.isTimed()) {
        skipTo(table.startFor(table.time(number)));
      }
      while (!isAt(number)) {
        if (hasFrame && isPast(number)) {
          return FrameState.MISSING;
        }
        if (!advance()) {
          missingFrom = number;
          return FrameState.MISSING;
        }
      }
      converter.convert(frame, target);
      return damaged ? FrameState.DAMAGED : FrameState.WHOLE;
    }

    private boolean isAt(int number) {
      if (!hasFrame) {
        return false;
      }
      return table.isTimed()
          ? frame.best_effort_timestamp() == table.time(number)
          : shown - 1 == number;
    }

    /// Passes over packets where decoding can begin later than at the next one.
    private void skipTo(int start) {
      if (start <= nextPacket) {
        return;
      }
      while (nextPacket < start && demuxer.read(packet.get()) >= 0) {
        nextPacket++;
      }
      decoder.flush();
      hasFrame = false;
      damaged = false;
    }

    /// Decodes the next frame.
    ///
    /// @return false at the end
    private boolean advance() {
      hasFrame = false;
      for (int failures = 0; failures < MOST_FAILURES; ) {
        switch (decoder.receive(frame)) {
          case FRAME -> {
            hasFrame = true;
            shown++;
            noteDamage();
            return true;
          }
          case ENDED -> {
            return false;
          }
          case DAMAGED -> {
            damaged = true;
            failures++;
          }
          case NEEDS_PACKET -> {
            feed();
            failures = 0;
          }
        }
      }
      return false;
    }

    /// What is wrong in a frame is wrong in those after it, up to the next that needs no other.
    private void noteDamage() {
      int flags = frame.flags();
      if ((flags & AVFrame.AV_FRAME_FLAG_KEY) != 0) {
        damaged = false;
      }
      damaged |= frame.decode_error_flags() != 0 || (flags & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    }

    private void feed() {
      if (demuxer.read(packet.get()) < 0) {
        decoder.end();
      } else {
        nextPacket++;
        damaged |= !decoder.send(packet.get());
      }
    }

    @Override
    public void close() {
      converter.close();
      avutil.av_frame_free(frame);
      ledger.remove(FRAME, 1);
      packet.close();
      decoder.close();
      demuxer.close();
    }
  }
}
