package io.affut.preprocessing.video;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// The containers of videos that are read.
public enum VideoFormat {
  /// Audio Video Interleave, which most older camera traps write.
  AVI("AVI"),
  /// ISO 14496-12 and QuickTime, which are one family.
  MP4("MP4"),
  /// Matroska and WebM.
  MATROSKA("Matroska"),
  /// MPEG-1 and MPEG-2, with or without a container.
  MPEG("MPEG");

  private static final Set<String> EXTENSIONS =
      Set.of("avi", "mp4", "mov", "mpeg", "mpg", "m4v", "mkv");

  private final String title;

  VideoFormat(String title) {
    this.title = title;
  }

  /// Whether a file's name ends as a video's does, in any case.
  public static boolean isNamed(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /// The format's usual name.
  public String title() {
    return title;
  }

  /// The format that FFmpeg calls by a list of names, such as `mov,mp4,m4a,3gp,3g2,mj2`.
  static VideoFormat ofFfmpeg(String names) {
    return switch (names.split(",", 2)[0]) {
      case "avi" -> AVI;
      case "mov" -> MP4;
      case "matroska" -> MATROSKA;
      default -> MPEG;
    };
  }
}
