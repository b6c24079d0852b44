package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.video.Frame;
import io.affut.preprocessing.video.Video;
import io.affut.preprocessing.video.VideoFormat;
import io.affut.preprocessing.video.VideoReader;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The videos of one run: each of their frames goes the way of a picture, and all of a video come
/// home as one result. One worker does a video. Safe for any thread.
final class VideoWork {
  private final VideoSource source;
  private final List<PictureFile> files;
  private final Stages stages;
  private final Optional<CropWork> crops;

  /// @param files of the run, whatever they are
  /// @param crops names the animals, if anything does
  VideoWork(VideoSource source, List<PictureFile> files, Stages stages, Optional<CropWork> crops) {
    this.source = source;
    this.files = files;
    this.stages = stages;
    this.crops = crops;
  }

  /// Whether a file is a video, by its name.
  boolean has(int index) {
    return VideoFormat.isNamed(files.get(index).path());
  }

  /// One for each worker, which closes it.
  VideoReader newReader() {
    return source.readers().get();
  }

  /// Looks at the chosen frames of a video.
  ///
  /// @param bench that each of them is laid on
  /// @param done is told the result or what went wrong, the other null: at once, or by the thread
  ///   that classifies the last animal
  void look(
      int index,
      VideoReader reader,
      Workbench bench,
      BoxFinder boxes,
      BiConsumer<PictureResult, Throwable> done) {
    FramesUnderway underway = new FramesUnderway(done);
    try (Video video = reader.open(files.get(index).path(), source.choice())) {
      for (Optional<Frame> next; (next = stages.frame(index, video)).isPresent(); ) {
        Look look = bench.take(next.get().picture());
        List<Detection> found = boxes.find(index, look, bench);
        int place = underway.begin(next.get().number(), found);
        boolean sent =
            crops.isPresent()
                && crops
                    .get()
                    .send(
                        index,
                        found,
                        look,
                        bench,
                        (classified, cause) -> underway.end(place, classified, cause));
        if (!sent) {
          underway.end(place, found, null);
        }
      }
      DetectedVideo bare = withoutFrames(index, video);
      underway.close(bare);
    } catch (UnreadablePictureException | RuntimeException e) {
      underway.fail(e);
    }
  }

  private DetectedVideo withoutFrames(int index, Video video) {
    return new DetectedVideo(
        files.get(index).name(),
        video.width(),
        video.height(),
        video.frameRate(),
        List.of(),
        video.decoder(),
        video.date(),
        video.damage());
  }
}
