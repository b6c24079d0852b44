package io.affut.preprocessing.video;

import java.util.ArrayList;
import java.util.List;

/// Which frames of a video are looked at.
public sealed interface FrameChoice {

  /// The numbers of the frames to look at, ascending, each once.
  List<Integer> of(Timeline video);

  /// When the frames of a video are shown.
  interface Timeline {
    /// How many frames there are, or were before the file was cut; at least 1.
    int frames();

    /// Frames a second on the average, positive.
    double frameRate();

    /// When a frame is shown, in seconds after the first.
    ///
    /// @param frame its number, from 0 to less than [#frames]
    double seconds(int frame);
  }

  /// DeepFaune's twelve frames: eight from the beginning, a third of a second apart, because the
  /// animal that set the camera off is most likely seen there, and four more that divide the rest.
  ///
  /// `first = int(int(frameRate) / 3)`, reduced until `7 * first <= frames`; then `last =
  /// int((frames - 7 * first) / 4)`, and none of the four where that is 0. Where DeepFaune would
  /// look at one frame more than once, or for one behind the end, this looks at each frame that
  /// there is once: all frames of a video of fewer than eight.
  record DeepFaune() implements FrameChoice {
    private static final int FIRST = 8;
    private static final int LAST = 4;

    @Override
    public List<Integer> of(Timeline video) {
      int frames = video.frames();
      int wanted = Math.max(1, (int) video.frameRate() / 3);
      int first = Math.clamp(frames / (FIRST - 1), 1, wanted);
      int last = Math.max(0, (frames - (FIRST - 1) * first) / LAST);
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < FIRST; i++) {
        numbers.add(i * first);
      }
      for (int i = 1; i <= LAST && last > 0; i++) {
        numbers.add((FIRST - 1) * first + i * last);
      }
      return numbers.stream().filter(number -> number < frames).toList();
    }
  }

  /// So many frames a second, from the first on: at each moment, the frame that is shown then.
  ///
  /// @param frames positive, such as 1 or 0.5
  record PerSecond(double frames) implements FrameChoice {
    /// What times in a file's units may be off by, in seconds.
    private static final double ROUNDING = 1e-4;

    /// @throws IllegalArgumentException if it is not positive and finite
    public PerSecond {
      if (!(frames > 0) || Double.isInfinite(frames)) {
        throw new IllegalArgumentException(frames + " frames a second are no choice");
      }
    }

    @Override
    public List<Integer> of(Timeline video) {
      List<Integer> numbers = new ArrayList<>();
      int last = video.frames() - 1;
      int frame = 0;
      for (long moment = 0; moment / frames <= video.seconds(last) + ROUNDING; ) {
        while (frame < last && video.seconds(frame + 1) <= moment / frames + ROUNDING) {
          frame++;
        }
        numbers.add(frame);
        if (frame == last) {
          break;
        }
        // Moments before the next frame would find this one again.
        double following = (video.seconds(frame + 1) - ROUNDING) * frames;
        moment = Math.max(moment + 1, (long) Math.ceil(following));
      }
      return List.copyOf(numbers);
    }
  }
}
