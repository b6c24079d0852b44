package io.affut.bindings.ffmpeg;

import io.affut.bindings.library.JavaCpp;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;

/// FFmpeg, loaded into the process, where it stays for good. Any thread may use it.
public final class Ffmpeg {
  private static final String TITLE = "FFmpeg";

  private final NativeLedger ledger;
  private final String version;

  private Ffmpeg(NativeLedger ledger, String version) {
    this.ledger = ledger;
    this.version = version;
  }

  /// Unpacks FFmpeg into the cache, where that has not been done, and loads it. It is told to print
  /// nothing.
  ///
  /// @param libraries where it comes from
  /// @param ledger counts what lives, under the names of FFmpeg's own types
  /// @throws NativeLibraryException when it is not there or does not load
  public static Ffmpeg load(NativeLibraries libraries, NativeLedger ledger) {
    Path ffmpeg = libraries.preset("ffmpeg", TITLE);
    JavaCpp.prepare(libraries);
    try {
      return new Ffmpeg(ledger, JavaCpp.loading(Ffmpeg::loaded));
    } catch (LinkageError e) {
      NativeLibraryException failure =
          new NativeLibraryException(
              TITLE,
              "FFmpeg does not load from " + ffmpeg + ": " + text(e) + ".",
              List.of(),
              "Remove that folder, so that it is unpacked anew, and look whether the system has"
                  + " what the message names.");
      failure.initCause(e);
      throw failure;
    }
  }

  /// Loads all that is used of it.
  private static String loaded() {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avcodec.avcodec_version();
    avformat.avformat_version();
    swscale.swscale_version();
    BytePointer version = avutil.av_version_info(); // static, not ours
    return version.getString().split("-", 2)[0];
  }

  private static String text(LinkageError e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// Its version, such as `8.1.2`.
  public String version() {
    return version;
  }

  /// Opens a video.
  ///
  /// @param path a file on a local or mounted file system
  /// @return the caller's to close
  /// @throws FfmpegException when it cannot be read, or has no video that FFmpeg can decode
  public VideoFile open(Path path) {
    return new VideoFile(path, ledger);
  }
}
