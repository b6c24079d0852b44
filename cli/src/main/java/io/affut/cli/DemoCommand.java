package io.affut.cli;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineLibraries;
import io.affut.engine.pipeline.EngineSettings;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.PictureFinder;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.RunOutput;
import io.affut.exports.boxes.BoxDrawing;
import io.affut.exports.boxes.LabelledBox;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `affut demo`: everything from the set-up to drawn boxes, on five pictures whose content is
/// known.
@Command(
    name = "demo",
    description =
        "Sets everything up, looks at five sample pictures and checks what it finds in them.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /// How well the quokka's box must agree with its annotation.
  private static final float LEAST_OVERLAP = 0.5f;

  /// What is in each picture; in the last nothing.
  private static final Map<String, Optional<Category>> EXPECTED =
      new TreeMap<>(
          Map.of(
              SamplePictures.QUOKKA,
              Optional.of(Category.ANIMAL),
              "chelsea.png",
              Optional.of(Category.ANIMAL),
              "astronaut.png",
              Optional.of(Category.PERSON),
              "motorcycle_left.png",
              Optional.of(Category.VEHICLE),
              "gravel.png",
              Optional.empty()));

  private final Surroundings surroundings;

  @Mixin private EngineOptions engineOptions;
  @Mixin private MessageOptions messageOptions;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Installation installation = new Installation(surroundings.environment(), messages);
    Path folder = surroundings.folder().resolve("affut-demo");
    Path output = folder.resolve("results.json");
    RunOutput.check(output, true);

    SamplePictures samples = SamplePictures.in(installation.cache(), installation.packageClients());
    FoundPictures found = PictureFinder.find(List.of(samples.folder()));
    EngineSettings settings = engineOptions.settings(found.pictures().size(), installation);
    EngineLibraries libraries = engineOptions.libraries(installation, new NativeLedger());
    Model<DetectorManifest> model = engineOptions.model(installation.detectors());
    ModelLines.notice(model, messages);
    Map<String, PictureResult> results = new TreeMap<>();
    try (Engine engine =
        Engine.open(
            new BoxSource.One<>(model), Optional.empty(), settings, libraries, messages::say)) {
      new DetectionRun(
              engine,
              BoxOrigin.of(new BoxSource.One<>(model)),
              Optional.empty(),
              found,
              output,
              true,
              messages)
          .execute(Map.of(), result -> results.put(result.file(), result));
    }
    draw(found, results, folder);
    return report(results, samples.quokka(), folder, messages);
  }

  private int report(
      Map<String, PictureResult> results, BoundingBox quokka, Path folder, Messages messages) {
    boolean allRight = true;
    messages.result("%-20s %-26s %s".formatted("picture", "found", "expected"));
    for (Map.Entry<String, Optional<Category>> expected : EXPECTED.entrySet()) {
      String name = expected.getKey();
      PictureResult result = results.get(name);
      boolean right =
          result instanceof DetectedPicture picture && isRight(picture, expected.getValue());
      String wanted = expected.getValue().map(Category::name).orElse("nothing");
      if (name.equals(SamplePictures.QUOKKA) && result instanceof DetectedPicture picture) {
        float overlap = overlap(picture, quokka);
        right &= overlap >= LEAST_OVERLAP;
        wanted += String.format(Locale.ROOT, " (box overlaps the annotation by %.2f)", overlap);
      }
      messages.result(
          "%-20s %-26s %s%s".formatted(name, shown(result), wanted, right ? "" : "  WRONG"));
      allRight &= right;
    }
    messages.result(
        "Results: %s; the pictures with their boxes lie beside it."
            .formatted(folder.resolve("results.json")));
    if (!allRight) {
      messages.warn("The demonstration did not find what is in the pictures.");
    }
    return allRight ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private static boolean isRight(DetectedPicture picture, Optional<Category> expected) {
    return expected
        .map(category ->
            !picture.detections().isEmpty()
                && picture.detections().getFirst().category().equals(category))
        .orElse(picture.detections().isEmpty());
  }

  private static float overlap(DetectedPicture picture, BoundingBox expected) {
    return (float)
        picture.detections().stream()
            .filter(detection -> detection.category().equals(Category.ANIMAL))
            .mapToDouble(detection -> detection.box().intersectionOverUnion(expected))
            .max()
            .orElse(0);
  }

  private static String shown(PictureResult result) {
    return switch (result) {
      case null -> "not looked at";
      case FailedPicture failed -> failed.reason();
      case DetectedVideo _ -> "a video";
      case DetectedPicture picture ->
          picture.detections().isEmpty()
              ? "nothing"
              : picture.detections().stream()
                  .map(DemoCommand::shown)
                  .collect(Collectors.joining(", "));
    };
  }

  private static String shown(Detection detection) {
    return String.format(
        Locale.ROOT, "%s %.2f", detection.category().name(), detection.confidence());
  }

  private static void draw(FoundPictures found, Map<String, PictureResult> results, Path folder) {
    BoxDrawing drawing = new BoxDrawing();
    try (PictureReader reader =
        new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, new NativeLedger())) {
      for (PictureFile picture : found.pictures()) {
        if (results.get(picture.name()) instanceof DetectedPicture detected) {
          List<LabelledBox> boxes =
              detected.detections().stream().map(DemoCommand::labelled).toList();
          drawing.write(
              reader.read(picture.path(), new DecodeScale.Full()),
              boxes,
              folder.resolve(picture.name()));
        }
      }
    } catch (UnreadablePictureException e) {
      throw new IllegalStateException("a sample picture was read before", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the boxes cannot be drawn into " + folder, e);
    }
  }

  private static LabelledBox labelled(Detection detection) {
    BoundingBox box = detection.box();
    return LabelledBox.of(
        detection.category().name(),
        detection.confidence(),
        box.x(),
        box.y(),
        box.width(),
        box.height());
  }
}
