package io.affut.preprocessing.video;

import io.affut.bindings.ffmpeg.FfmpegException;
import io.affut.bindings.ffmpeg.FrameState;
import io.affut.bindings.ffmpeg.VideoFacts;
import io.affut.bindings.ffmpeg.VideoFile;
import io.affut.preprocessing.picture.CaptureDate;
import io.affut.preprocessing.picture.Orientation;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.Room;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.picture.UprightKernel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An open video, whose chosen frames are read one after the other. One thread at a time. Whoever
/// opened it closes it, before the next is opened; twice is fine.
public final class Video implements AutoCloseable {
  private final VideoFile file;
  private final String decoder;
  private final FrameBuffers buffers;
  private final Orientation orientation;
  private final Optional<CaptureDate> date;
  private final Cut cut;
  private final List<Integer> chosen;
  private final List<Integer> missing = new ArrayList<>();
  private final List<Integer> damaged = new ArrayList<>();
  private Optional<String> failure = Optional.empty();
  private int next;
  private int read;

  /// @param file this video's to close, if it comes to be
  Video(VideoFile file, String decoder, FrameChoice choice, FrameBuffers buffers)
      throws UnreadablePictureException {
    this.file = file;
    this.decoder = decoder;
    this.buffers = buffers;
    this.orientation = Turn.of(file.facts().matrix());
    this.date = file.facts().creationDate().flatMap(CaptureDate::ofCreation);
    this.cut = Cut.of(file);
    if (file.frames() == 0) {
      throw new UnreadablePictureException(
          cut.text().map(text -> "has no frames: " + text).orElse("has no frames"));
    }
    this.chosen = choice.of(new Frames());
  }

  /// The frames as a choice sees them. Those that are cut off are told by the frame rate.
  private final class Frames implements FrameChoice.Timeline {
    @Override
    public int frames() {
      return cut.frames();
    }

    @Override
    public double frameRate() {
      return Video.this.frameRate();
    }

    @Override
    public double seconds(int frame) {
      int there = file.frames();
      if (frame < there) {
        return file.seconds(frame);
      }
      return file.seconds(there - 1) + (frame - there + 1) / frameRate();
    }
  }

  /// Of the upright frames, in pixels.
  public int width() {
    VideoFacts facts = file.facts();
    return orientation.swapsSides() ? facts.height() : facts.width();
  }

  /// Of the upright frames, in pixels.
  public int height() {
    VideoFacts facts = file.facts();
    return orientation.swapsSides() ? facts.width() : facts.height();
  }

  /// Frames a second on the average: as the file says, else as its frames are shown; 1 where
  /// neither tells.
  public double frameRate() {
    double said = file.facts().frameRate().perSecond();
    int last = file.frames() - 1;
    double length = last > 0 ? file.seconds(last) : 0;
    return said > 0 ? said : length > 0 ? last / length : 1;
  }

  /// What decodes it, with its version.
  public String decoder() {
    return decoder;
  }

  /// When it was recorded, as the camera's clock had it, where the file says it.
  public Optional<CaptureDate> date() {
    return date;
  }

  /// The numbers of the frames that were chosen, those included that turn out to be missing.
  public List<Integer> chosen() {
    return chosen;
  }

  /// Reads the next of the chosen frames that can be had.
  ///
  /// @return nothing when there is none left
  /// @throws UnreadablePictureException with a plain reason, when none of them could be had
  public Optional<Frame> next() throws UnreadablePictureException {
    while (next < chosen.size() && failure.isEmpty()) {
      Optional<Frame> frame = read(chosen.get(next++));
      if (frame.isPresent()) {
        read++;
        return frame;
      }
    }
    if (read == 0) {
      throw new UnreadablePictureException(
          "is a video of which no frame can be decoded"
              + damage().map(text -> ": " + text).orElse(""));
    }
    return Optional.empty();
  }

  private Optional<Frame> read(int number) throws UnreadablePictureException {
    VideoFacts facts = file.facts();
    if (number >= file.frames()) {
      return Optional.empty(); // behind the cut, which is told of once
    }
    MemorySegment pixels = Room.take(buffers.stored(), 3L * facts.width() * facts.height());
    FrameState state;
    try {
      state = file.read(number, pixels);
    } catch (FfmpegException e) {
      failure = Optional.of("decoding ended at frame " + number + ": " + e.nativeText());
      return Optional.empty();
    }
    switch (state) {
      case MISSING -> {
        missing.add(number);
        return Optional.empty();
      }
      case DAMAGED -> damaged.add(number);
      case WHOLE -> {}
    }
    return Optional.of(new Frame(number, file.seconds(number), picture(pixels, state)));
  }

  private Picture picture(MemorySegment stored, FrameState state)
      throws UnreadablePictureException {
    VideoFacts facts = file.facts();
    MemorySegment pixels = stored;
    if (orientation != Orientation.UPRIGHT) {
      pixels = Room.take(buffers.upright(), stored.byteSize());
      UprightKernel.run(stored, facts.width(), facts.height(), orientation, pixels);
    }
    return new Picture(
        pixels,
        width(),
        height(),
        width(),
        height(),
        decoder,
        VideoFormat.ofFfmpeg(facts.format()).title(),
        state == FrameState.DAMAGED ? Optional.of("made up in part") : Optional.empty(),
        orientation,
        date);
  }

  /// What is wrong with the file, as far as the frames that were read so far show it.
  public Optional<String> damage() {
    List<String> texts = new ArrayList<>();
    cut.text().ifPresent(texts::add);
    if (!missing.isEmpty()) {
      texts.add(numbered(missing) + " cannot be decoded");
    }
    if (!damaged.isEmpty()) {
      texts.add(numbered(damaged) + (damaged.size() == 1 ? " is damaged" : " are damaged"));
    }
    failure.ifPresent(texts::add);
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", texts));
  }

  private static String numbered(List<Integer> frames) {
    return (frames.size() == 1 ? "frame " : "frames ")
        + frames.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    file.close();
  }
}
