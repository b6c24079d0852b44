package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.results.PictureResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run tells, each picture once.
final class ToldOnce implements ResultSink {
  final Map<Integer, PictureResult> results = new TreeMap<>();
  final List<String> notices = new ArrayList<>();

  /// What an engine tells of pictures, each under its own name.
  static ToldOnce by(Engine engine, List<PictureFile> pictures) throws IOException {
    ToldOnce told = new ToldOnce();
    told.listenTo(engine, pictures);
    return told;
  }

  /// Likewise, for runs that end with a failure.
  void listenTo(Engine engine, List<PictureFile> pictures) throws IOException {
    try {
      engine.detect(pictures, this, () -> false);
    } finally {
      results.forEach(
          (index, result) -> assertThat(result.file()).isEqualTo(pictures.get(index).name()));
    }
  }

  Map<String, PictureResult> byFile() {
    return results.values().stream()
        .collect(
            Collectors.toMap(
                PictureResult::file,
                result -> result,
                (one, other) -> {
                  throw new AssertionError("told twice: " + one);
                },
                TreeMap::new));
  }

  @Override
  public void accept(int index, PictureResult result, Optional<Throwable> cause) {
    assertThat(results.put(index, result)).as("told once").isNull();
  }

  @Override
  public void notice(String sentence) {
    notices.add(sentence);
  }

  @Override
  public void idle() {}
}
