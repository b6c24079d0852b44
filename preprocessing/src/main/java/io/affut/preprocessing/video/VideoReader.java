package io.affut.preprocessing.video;

import io.affut.bindings.ffmpeg.Ffmpeg;
import io.affut.bindings.ffmpeg.FfmpegException;
import io.affut.bindings.ffmpeg.VideoFile;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.FileBytes;
import io.affut.preprocessing.picture.PictureFormat;
import io.affut.preprocessing.picture.PixelCap;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// Reads frames of videos, one video after the other, into memory that it owns and reuses.
///
/// One for each worker: any thread may use it, but only one at a time. It takes its memory, and
/// FFmpeg is loaded, when the first video comes. Close it to give the memory back; twice is fine.
public final class VideoReader implements AutoCloseable {
  private final VideoLibrary library;
  private final PixelCap cap;
  private final FrameBuffers buffers;
  private boolean closed;

  /// @param maxPixels videos whose frames claim more are refused before anything is decoded
  /// @param ledger where the memory is counted
  public VideoReader(VideoLibrary library, long maxPixels, NativeLedger ledger) {
    this.library = library;
    this.cap = new PixelCap(maxPixels);
    this.buffers =
        new FrameBuffers(
            NativeBuffer.shared(ledger, "video file"),
            NativeBuffer.shared(ledger, "video frame"),
            NativeBuffer.shared(ledger, "upright frame"));
  }

  /// Opens a video; the one before it has to be closed.
  ///
  /// @return the caller's to close
  /// @throws UnreadablePictureException with a plain reason, if no frame can be had of it; the
  ///   reader can go on with the next file
  /// @throws IllegalStateException if the reader is closed
  public Video open(Path path, FrameChoice choice) throws UnreadablePictureException {
    if (closed) {
      throw new IllegalStateException("the video reader is closed");
    }
    refuseOthers(path);
    VideoFile file = null;
    try {
      Ffmpeg ffmpeg = library.get();
      file = ffmpeg.open(path);
      cap.check(file.facts().width(), file.facts().height());
      return new Video(file, "FFmpeg " + ffmpeg.version(), choice, buffers);
    } catch (NativeLibraryException e) {
      throw new UnreadablePictureException("is a video, and " + e.reason() + " " + e.advice(), e);
    } catch (FfmpegException e) {
      close(file);
      throw unreadable(e);
    } catch (UnreadablePictureException | RuntimeException | Error e) {
      close(file);
      throw e;
    }
  }

  /// What is clearly something else gets a better reason than FFmpeg's.
  private void refuseOthers(Path path) throws UnreadablePictureException {
    MemorySegment start = FileBytes.start(path, PictureFormat.SNIFFED_BYTES, buffers.start());
    PictureFormat format = PictureFormat.sniff(start);
    if (format == PictureFormat.VIDEO || format == PictureFormat.UNKNOWN) {
      return;
    }
    Optional<String> refusal = format.refusal();
    throw new UnreadablePictureException(
        refusal
            .map(reason -> reason.replace("not a picture", "not a video"))
            .orElse("is a picture (" + format.title() + "), not a video: its name ends wrongly"));
  }

  static UnreadablePictureException unreadable(FfmpegException e) {
    String why =
        e.isOfDamage()
            ? "it is damaged, or its end is missing as after a dead battery"
            : e.nativeText();
    return new UnreadablePictureException("cannot be decoded as a video: " + why, e);
  }

  private static void close(VideoFile file) {
    if (file != null) {
      file.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    buffers.close();
  }
}
