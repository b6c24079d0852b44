package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The frames of one video, some of which may still be on their way through the classifier. Safe
/// for any thread.
final class FramesUnderway {
  private final BiConsumer<PictureResult, Throwable> done;
  private final List<VideoFrame> frames = new ArrayList<>();
  private Optional<DetectedVideo> video = Optional.empty();
  private int missing;
  private boolean told;

  /// @param done is told once: the video with all its frames, or what went wrong, the other null
  FramesUnderway(BiConsumer<PictureResult, Throwable> done) {
    this.done = done;
  }

  /// A frame has its boxes.
  ///
  /// @return its place, for [#end]
  synchronized int begin(int number, List<Detection> found) {
    missing++;
    frames.add(new VideoFrame(number, found));
    return frames.size() - 1;
  }

  /// Nothing more will come to a frame.
  ///
  /// @param detections of the frame; null where `cause` is not
  /// @param cause what went wrong; null where nothing did
  void end(int place, List<Detection> detections, Throwable cause) {
    if (cause != null) {
      fail(cause);
      return;
    }
    synchronized (this) {
      frames.set(place, new VideoFrame(frames.get(place).number(), detections));
      missing--;
    }
    tell();
  }

  /// No more frames will come.
  ///
  /// @param bare the video without its frames
  void close(DetectedVideo bare) {
    synchronized (this) {
      video = Optional.of(bare);
    }
    tell();
  }

  /// The video has failed.
  void fail(Throwable cause) {
    synchronized (this) {
      if (told) {
        return;
      }
      told = true;
    }
    done.accept(null, cause);
  }

  private void tell() {
    DetectedVideo bare;
    List<VideoFrame> all;
    synchronized (this) {
      if (told || missing > 0 || video.isEmpty()) {
        return;
      }
      told = true;
      bare = video.get();
      all = List.copyOf(frames);
    }
    done.accept(bare.with(all), null);
  }
}
