package io.affut.exports;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run whose pictures are in memory, with the classes of DeepFaune 1.4.
public class RunInMemory implements LabelledRun {
  private final String base;
  private final List<LabelledPicture> pictures;

  public RunInMemory(Path base, LabelledPicture... pictures) {
    this(base.toString(), List.of(pictures));
  }

  public RunInMemory(String base, List<LabelledPicture> pictures) {
    this.base = base;
    this.pictures = pictures;
  }

  /// The class that is called so in English.
  public static Label species(String english) {
    return new Label.Species(classes().in("en").indexOf(english));
  }

  public static ClassNames classes() {
    return new ClassNames.Listed(ClassLists.find("deepfaune-1.4").orElseThrow());
  }

  @Override
  public RunInfo run() {
    return new RunInfo(
        "affut 0.1.0",
        "2026-05-04T12:00:00Z",
        base,
        "deepfaune-yolov8s",
        "0",
        960,
        0.5f,
        0.6f,
        Category.STANDARD,
        Optional.of(
            new ClassifierInfo(
                "deepfaune-vit",
                "1",
                182,
                classes(),
                new Temperatures(1.1f, 1.04f),
                Optional.empty())),
        Map.of());
  }

  @Override
  public LabelSettings settings() {
    return LabelSettings.DEEPFAUNE;
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public List<String> cameras() {
    return pictures.stream().map(LabelledPicture::camera).distinct().sorted().toList();
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public Path journal() {
    return Path.of("run.affut.jsonl");
  }

  @Override
  public LabelNames names(String language) {
    return LabelNames.of(run().classifier(), language);
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    for (LabelledPicture picture : pictures) {
      taker.take(picture);
    }
  }

  @Override
  public void byFile(Taker taker) throws IOException {
    for (LabelledPicture picture :
        pictures.stream().sorted(Comparator.comparing(p -> p.picture().file())).toList()) {
      taker.take(picture);
    }
  }

  @Override
  public void close() {}
}
