package io.affut.perf.gpu;

import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The results of a run by name, and what failed.
final class Kept implements ResultSink {
  private final Map<String, DetectedPicture> pictures = new TreeMap<>();
  private final List<String> failed = new ArrayList<>();

  @Override
  public void accept(int index, PictureResult result, Optional<Throwable> cause) {
    switch (result) {
      case DetectedPicture picture -> pictures.put(picture.file(), picture);
      case DetectedVideo video -> failed.add(video.file() + ": a video");
      case FailedPicture picture -> failed.add(picture.file() + ": " + picture.reason());
    }
  }

  @Override
  public void idle() {}

  Map<String, DetectedPicture> pictures() {
    return pictures;
  }

  List<String> failed() {
    return failed;
  }
}
