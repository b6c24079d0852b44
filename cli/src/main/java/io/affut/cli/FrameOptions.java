package io.affut.cli;

import io.affut.preprocessing.video.FrameChoice;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The option that says which frames of videos are looked at.
final class FrameOptions {
  private static final double MOST = 1000;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description =
          "Look at N frames of each second of a video, such as 1 or 0.5. Default: twelve of each video, as DeepFaune chooses them: eight of its first two or three seconds, four of the rest.")
  private Double perSecond;

  /// What the option says, checked.
  FrameChoice choice() {
    if (perSecond == null) {
      return new FrameChoice.DeepFaune();
    }
    if (!(perSecond > 0 && perSecond <= MOST)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--fps takes frames a second, more than 0 and at most %.0f, not %s.",
              MOST,
              perSecond));
    }
    return new FrameChoice.PerSecond(perSecond);
  }

  /// The same for the results.
  static String text(FrameChoice choice) {
    return switch (choice) {
      case FrameChoice.DeepFaune() -> "deepfaune";
      case FrameChoice.PerSecond(double frames) -> "fps=" + frames;
    };
  }
}
