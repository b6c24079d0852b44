package io.affut.cli;

import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineFacts;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.ResultCounts;
import io.affut.engine.results.RunInfo;
import io.affut.engine.results.RunOutput;
import io.affut.engine.species.LabelCounts;
import io.affut.engine.species.LabelledResults;
import io.affut.engine.species.LabelledRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs a loaded engine over pictures that were found and writes the results.
final class DetectionRun {
  private final Engine engine;
  private final BoxOrigin origin;
  private final Optional<Classification> classification;
  private final FoundPictures found;
  private final Path output;
  private final boolean overwrite;
  private final Messages messages;

  /// @param output where results go
  /// @param overwrite whether results that are there may be replaced
  DetectionRun(
      Engine engine,
      BoxOrigin origin,
      Optional<Classification> classification,
      FoundPictures found,
      Path output,
      boolean overwrite,
      Messages messages) {
    this.engine = engine;
    this.origin = origin;
    this.classification = classification;
    this.found = found;
    this.output = output;
    this.overwrite = overwrite;
    this.messages = messages;
  }

  /// What came of it.
  ///
  /// @param seconds from the first picture to the last
  /// @param labels of the pictures, by sequence
  /// @param classifier that the labels are of, if one looked at the animals
  record Outcome(
      ResultCounts counts,
      double seconds,
      LabelCounts labels,
      Optional<ClassifierInfo> classifier) {}

  /// Looks at all pictures, or at those until the user interrupts.
  ///
  /// @param watcher is shown every result as it comes
  Outcome execute(Map<String, String> settings, Consumer<PictureResult> watcher) {
    int pictures = found.pictures().size();
    try (Interruption interruption = new Interruption();
        RunOutput results = RunOutput.begin(output, overwrite, info(settings))) {
      double seconds = look(results, interruption, watcher);
      Map<String, String> facts = facts(results.counts(), seconds);
      LabelCounts labels =
          results.finish((journal, file) -> {
            try (LabelledRun run = LabelledRun.open(journal)) {
              return LabelledResults.write(run, facts, LocalDateTime.now(), file);
            }
          });
      if (interruption.asked()) {
        messages.warn(
            "Interrupted: %d of %d pictures are done and written to %s."
                .formatted(results.counts().pictures(), pictures, output));
      }
      return new Outcome(results.counts(), seconds, labels, classification.map(DetectionRun::info));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double look(RunOutput results, Interruption interruption, Consumer<PictureResult> watcher)
      throws IOException {
    try (Progress progress = Progress.of(found.pictures().size(), messages)) {
      long start = System.nanoTime();
      engine.detect(found.pictures(), sink(results, progress, watcher), interruption::asked);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private ResultSink sink(RunOutput results, Progress progress, Consumer<PictureResult> watcher) {
    return new ResultSink() {
      @Override
      public void accept(int index, PictureResult result, Optional<Throwable> cause) {
        results.accept(result);
        if (result instanceof FailedPicture failed) {
          messages.failed(failed.file(), failed.reason());
          cause.ifPresent(messages::cause);
        }
        watcher.accept(result);
        progress.step();
      }

      @Override
      public void notice(String sentence) {
        messages.warn(sentence);
      }

      @Override
      public void idle() {
        results.idle();
      }
    };
  }

  private RunInfo info(Map<String, String> settings) {
    EngineFacts facts = engine.facts();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("runtime", facts.runtime());
    all.put("device", facts.device());
    all.put("precision", facts.precision());
    all.put("decoder", facts.decoder());
    all.put("decode", facts.decode().word());
    facts.classifierPrecision().ifPresent(precision -> all.put("classifier_precision", precision));
    CutOffRun.note(found.pictures().size(), all);
    all.putAll(origin.settings());
    all.putAll(settings);
    return new RunInfo(
        "affut " + Affut.version(),
        OffsetDateTime.now().toString(),
        String.valueOf(found.base()),
        origin.detector(),
        origin.sha256(),
        origin.inputSize(),
        facts.confidence(),
        origin.typicalConfidence(),
        origin.categories(),
        classification.map(DetectionRun::info),
        all);
  }

  private static ClassifierInfo info(Classification classification) {
    ClassifierManifest manifest = classification.classifier().manifest();
    return new ClassifierInfo(
        manifest.id(),
        manifest.sha256(),
        manifest.input().size(),
        manifest.classes(),
        manifest.temperatures(),
        classification
            .birdHead()
            .map(Model::manifest)
            .map(head ->
                new ClassifierInfo.BirdHead(
                    head.id(), head.sha256(), head.classes(), head.temperatures())));
  }

  private Map<String, String> facts(ResultCounts counts, double seconds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("pictures_done", Integer.toString(counts.pictures()));
    facts.put("pictures_failed", Integer.toString(counts.failed()));
    facts.put("pictures_damaged", Integer.toString(counts.damaged()));
    facts.put("seconds", String.format(java.util.Locale.ROOT, "%.3f", seconds));
    return facts;
  }
}
