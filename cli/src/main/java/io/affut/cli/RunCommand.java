package io.affut.cli;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.given.GivenBoxes;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.pipeline.Device;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineFacts;
import io.affut.engine.pipeline.EngineLibraries;
import io.affut.engine.pipeline.EngineSettings;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.results.ResultCounts;
import io.affut.engine.results.RunOutput;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelSettingException;
import io.affut.engine.species.LabelSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut run`: finds animals, people and vehicles in pictures and videos.
@Command(
    name = "run",
    description = "Finds animals, people and vehicles in pictures and videos.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "1..*",
      paramLabel = "PICTURE|FOLDER",
      description = "Pictures, videos, and folders that are searched at any depth.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "affut-results.json",
      description = "Where the results go. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace results that are there already.")
  private boolean overwrite;

  @Mixin private EngineOptions engineOptions;
  @Mixin private BoxOptions boxOptions;
  @Mixin private ClassifierOptions classifierOptions;
  @Mixin private FrameOptions frameOptions;
  @Mixin private LabelOptions labelOptions;
  @Mixin private LanguageOption language;
  @Mixin private MessageOptions messageOptions;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    language();
    if (output.toString().equals("-")) {
      throw new UsageException(
          "Results go to a file, with their journal beside it, and not to standard output: name one with -o.");
    }
    FoundPictures inInputs = PictureInputs.find(surroundings.folder(), inputs);
    if (labelOptions.deepfauneCompatible()) {
      classifierOptions.usuallyTheBest();
    }
    boxOptions.check(engineOptions, classifierOptions, surroundings.folder());
    classifierOptions.check(engineOptions.detector().isEmpty());
    Installation installation = new Installation(surroundings.environment(), messages);
    EngineSettings settings =
        engineOptions
            .settings(inInputs.pictures().size(), installation)
            .lookingAt(frameOptions.choice());
    EngineLibraries libraries = engineOptions.libraries(installation, new NativeLedger());
    Path results = surroundings.folder().resolve(output);
    RunOutput.check(results, overwrite);

    Optional<GivenBoxes> given = given(inInputs, messages);
    FoundPictures found = given.map(GivenBoxes::pictures).orElse(inInputs);
    found.problems().forEach(messages::warn);
    PictureInputs.leftAlone(found).ifPresent(messages::say);
    LabelSettings labels = labelOptions.over(LabelSettings.DEEPFAUNE, surroundings.folder());
    labels.checkCameras(() -> cameras(found, labels));

    RunNetworks networks =
        given
            .map(boxes -> RunNetworks.of(boxes, classifierOptions, installation, messages))
            .orElseGet(() ->
                RunNetworks.of(
                    engineOptions, boxOptions, classifierOptions, installation, messages));
    BoxOrigin origin =
        given
            .map(boxes -> BoxOrigin.of(boxes, detections()))
            .orElseGet(() -> BoxOrigin.of(networks.source()));
    Optional<Classification> classification = networks.classification();
    checkSpecies(labels, classification);
    try (Engine engine =
        Engine.open(networks.source(), classification, settings, libraries, messages::say)) {
      EngineFacts facts = engine.facts();
      messages.say(
          "Using %s with %s in %s; JPEGs through %s, %s size."
              .formatted(
                  facts.device(),
                  facts.runtime(),
                  facts.precision(),
                  facts.decoder(),
                  facts.decode().word()));
      if (settings.device() instanceof Device.Auto) {
        NvidiaGpus.hint(surroundings.folder().toAbsolutePath().getRoot()).ifPresent(messages::say);
      }
      classification.ifPresent(c ->
          messages.say(
              "Naming animals with %s in %s."
                  .formatted(names(c), facts.classifierPrecision().orElseThrow())));
      if (facts.decoder().equals("ImageIO")) {
        messages.say(
            "libjpeg-turbo was not found, so JPEGs are read more slowly. "
                + NativeLibrary.TURBOJPEG.advice());
      }
      DetectionRun.Outcome outcome =
          new DetectionRun(engine, origin, classification, found, results, overwrite, messages)
              .execute(settings(settings, networks, labels), result -> {});
      summarise(outcome, facts, messages);
      boolean allDone = outcome.counts().failed() == 0 && found.problems().isEmpty();
      return allDone ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }
  }

  /// What another program found in the pictures, if it is asked for.
  private Optional<GivenBoxes> given(FoundPictures found, Messages messages) {
    if (boxOptions.detections().isEmpty()) {
      return Optional.empty();
    }
    messages.say("Reading the boxes in %s.".formatted(boxOptions.detections().get()));
    GivenBoxes boxes =
        GivenBoxes.read(
            detections(),
            found,
            inputs.stream().map(surroundings.folder()::resolve).toList(),
            engineOptions.confidence().orElse(GivenBoxes.USUAL_CONFIDENCE));
    if (boxes.elsewhere() > 0) {
      messages.say(
          "Left out, because they are not below the inputs: %d of its pictures."
              .formatted(boxes.elsewhere()));
    }
    return Optional.of(boxes);
  }

  private Path detections() {
    return boxOptions.detections().map(surroundings.folder()::resolve).orElseThrow();
  }

  private static String names(Classification classification) {
    String classifier = classification.classifier().manifest().id();
    return classification
        .birdHead()
        .map(head -> classifier + " and " + head.manifest().id())
        .orElse(classifier);
  }

  private void checkSpecies(LabelSettings labels, Optional<Classification> classification) {
    try {
      labels.excludedOf(classification.map(c -> c.classifier().manifest().classes()));
    } catch (LabelSettingException e) {
      throw new UsageException(e.messageIn(language()));
    }
  }

  private String language() {
    return language.code(surroundings.environment());
  }

  private static Set<String> cameras(FoundPictures found, LabelSettings labels) {
    return found.pictures().stream()
        .map(picture -> labels.cameraOf(picture.name()))
        .collect(Collectors.toSet());
  }

  private Map<String, String> settings(
      EngineSettings settings, RunNetworks networks, LabelSettings labels) {
    Map<String, String> shown = new LinkedHashMap<>(labels.texts());
    networks.recipe().ifPresent(recipe -> shown.put("recipe", recipe.name()));
    shown.put("requested_device", settings.device().word());
    shown.put("threads", Integer.toString(settings.threads()));
    shown.put("max_pixels", Long.toString(settings.maxPixels()));
    shown.put("frames", FrameOptions.text(settings.frames()));
    shown.put("classify", classifierOptions.which());
    return shown;
  }

  private void summarise(DetectionRun.Outcome outcome, EngineFacts facts, Messages messages) {
    ResultCounts counts = outcome.counts();
    double rate = counts.pictures() / Math.max(outcome.seconds(), 1e-9);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("pictures", counts.pictures());
    summary.put("animals", counts.animals());
    summary.put("people", counts.people());
    summary.put("vehicles", counts.vehicles());
    summary.put("empty", counts.empty());
    summary.put("damaged", counts.damaged());
    summary.put("failed", counts.failed());
    summary.put("per_second", rate);
    summary.put("output", output);
    messages.event("summary", summary);
    messages.result(
        String.format(Locale.ROOT, "pictures  %8d  (%.1f a second)", counts.pictures(), rate));
    messages.result("animals   %8d".formatted(counts.animals()));
    messages.result("people    %8d".formatted(counts.people()));
    messages.result("vehicles  %8d".formatted(counts.vehicles()));
    messages.result("empty     %8d".formatted(counts.empty()));
    messages.result("damaged   %8d".formatted(counts.damaged()));
    messages.result("failed    %8d".formatted(counts.failed()));
    if (outcome.classifier().isPresent()) {
      LabelLines.show(outcome.labels(), LabelNames.of(outcome.classifier(), language()), messages);
    }
    messages.result("decoder   %s, %s size".formatted(facts.decoder(), facts.decode().word()));
    messages.result("device    %s, %s".formatted(facts.device(), facts.precision()));
    messages.result("results   %s".formatted(output));
  }
}
