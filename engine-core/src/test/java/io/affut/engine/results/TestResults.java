package io.affut.engine.results;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import io.affut.preprocessing.picture.CaptureDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs and results for tests.
final class TestResults {
  static final Category FOX = new Category("fox");

  static final RunInfo RUN =
      new RunInfo(
          "affut 0.1.0",
          "2026-05-04T12:00:00.123+02:00",
          "/photos/été \"1\"",
          "small",
          "0".repeat(64),
          512,
          0.2f,
          0.3f,
          List.of(Category.ANIMAL, Category.PERSON, Category.VEHICLE, FOX),
          Optional.empty(),
          Map.of("device", "CPU (a processor)"));

  static final ClassifierInfo CLASSIFIER =
      new ClassifierInfo(
          "names",
          "1".repeat(64),
          182,
          new ClassNames.Listed(ClassLists.find("deepfaune-1.4").orElseThrow()),
          new Temperatures(1.1f, 1.04f),
          Optional.of(
              new ClassifierInfo.BirdHead(
                  "birds",
                  "2".repeat(64),
                  new ClassNames.Named(List.of("crow", "duck")),
                  new Temperatures(0.9f, 1))));

  /// [#RUN] with a classifier and a bird head.
  static final RunInfo CLASSIFIED =
      new RunInfo(
          RUN.program(),
          RUN.started(),
          RUN.base(),
          RUN.detector(),
          RUN.detectorSha256(),
          RUN.inputSize(),
          RUN.confidence(),
          RUN.typicalConfidence(),
          RUN.categories(),
          Optional.of(CLASSIFIER),
          RUN.settings());

  static final Detection COW =
      new Detection(Category.ANIMAL, 0.9f, new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f));
  static final Detection HIKER = new Detection(Category.PERSON, 1, new BoundingBox(0, 0, 1, 1));

  static final CaptureDate DATE =
      new CaptureDate(
          "2024:07:08 09:10:11",
          LocalDateTime.of(2024, 7, 8, 9, 10, 11, 120_000_000),
          Optional.of(ZoneOffset.ofHoursMinutes(5, 30)));

  private TestResults() {}

  static DetectedPicture picture(String file, Detection... detections) {
    return new DetectedPicture(
        file, 640, 480, List.of(detections), "libjpeg-turbo", Optional.empty(), Optional.empty());
  }

  static DetectedPicture damaged(String file) {
    return new DetectedPicture(
        file,
        640,
        480,
        List.of(),
        "libjpeg-turbo",
        Optional.of(DATE),
        Optional.of("Premature end of JPEG file"));
  }
}
