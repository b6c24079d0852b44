package io.affut.cli;

import io.affut.bindings.library.Attempt;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaSearch;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.pipeline.RuntimeDevices;
import io.affut.engine.recipe.Recipe;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.video.VideoLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `affut doctor`: what is there, where it was looked for, and whether the main job would run.
@Command(
    name = "doctor",
    description = "Shows what Affût finds here, and whether it could do its job.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  /// A picture of 8 by 8 grey pixels (PNG), so that the test needs no file.
  private static final byte[] PICTURE =
      HexFormat.of()
          .parseHex(
              "89504e470d0a1a0a0000000d4948445200000008000000080800000000e164e157"
                  + "0000000e4944415478da6368800206ca18008084200110e86a170000000049454e"
                  + "44ae426082");

  private final Surroundings surroundings;

  @Mixin private EngineOptions engineOptions;
  @Mixin private MessageOptions messageOptions;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Installation installation = new Installation(surroundings.environment(), messages);
    NativeLibraries libraries = installation.libraries(engineOptions.nativeDir(), false);
    heading(messages, "Java");
    row(messages, "version", System.getProperty("java.runtime.version"));
    row(messages, "home", System.getProperty("java.home"));
    boolean granted = NativeLibraries.class.getModule().isNativeAccessEnabled();
    row(
        messages,
        "native access",
        granted
            ? "granted"
            : "missing: start Java with --enable-native-access=io.affut.bindings,org.bytedeco.javacpp,org.bytedeco.ffmpeg");
    row(messages, "cache", installation.cache().toString());
    Processor processor = Processor.here();
    heading(messages, "Processor");
    row(messages, "name", processor.name());
    row(messages, "threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    row(messages, "extensions", String.join(" ", processor.features()));
    List<Integer> problems = new ArrayList<>();
    Optional<Path> openVino = library(libraries.examine(NativeLibrary.OPENVINO), messages);
    Search turboJpeg = libraries.examine(NativeLibrary.TURBOJPEG);
    library(turboJpeg, messages);
    videos(libraries, messages);
    boolean nvidiasFoldersServe = nvidia(libraries, messages);
    if (openVino.isEmpty() || turboJpeg.error().isPresent() || !nvidiasFoldersServe) {
      problems.add(ExitCode.NATIVE_LIBRARY);
    }
    if (openVino.isPresent()) {
      heading(messages, "Devices");
      for (RuntimeDevices.Description device :
          RuntimeDevices.of(openVino.get(), new NativeLedger())) {
        row(messages, device.name(), device.fullName() + "; " + device.capabilities());
      }
      for (RuntimeDevices.Missing kind :
          RuntimeDevices.missing(openVino.get(), new NativeLedger())) {
        row(messages, "no " + kind.name(), String.join("\n ", kind.reasons()));
      }
    }
    models(installation, messages).ifPresent(problems::add);
    if (problems.isEmpty()) {
      inference(installation, libraries, messages).ifPresent(problems::add);
    }
    return problems.isEmpty() ? ExitCode.DONE : problems.getFirst();
  }

  /// What there is for NVIDIA's GPUs; in one line where nobody seems to have any.
  ///
  /// @return whether every folder that the user names serves
  private boolean nvidia(NativeLibraries libraries, Messages messages) {
    NvidiaSearch search = NvidiaSearch.of(libraries, new NativeLedger());
    if (!engineOptions.asksForNvidia()
        && NvidiaGpus.isNothingThere(search, surroundings.folder().toAbsolutePath().getRoot())) {
      heading(messages, "NVIDIA's GPUs");
      row(
          messages,
          "none",
          "no NVIDIA driver, nothing of CUDA; affut doctor --device cuda shows where it was looked for");
      return true;
    }
    for (Search each : search.searches()) {
      library(each, messages);
      if (each.library() == NativeLibrary.CUDA) {
        each.found()
            .ifPresent(found ->
                NvidiaGpus.facts(found).forEach((name, value) -> row(messages, name, value)));
      }
    }
    heading(messages, "NVIDIA's GPUs");
    NvidiaGpus.use(search).forEach(line -> row(messages, "use", line));
    search.remarks().forEach(line -> row(messages, "remark", line));
    return search.searches().stream().allMatch(each -> each.error().isEmpty());
  }

  private static Optional<Path> library(Search search, Messages messages) {
    heading(messages, search.library().title());
    for (Attempt attempt : search.attempts()) {
      row(messages, attempt.served() ? "found" : "not found", attempt.toString());
    }
    search.found().ifPresent(found -> row(messages, "version", found.version()));
    search.error().ifPresent(error -> row(messages, "error", error));
    if (search.found().isEmpty()) {
      row(messages, "what to do", search.library().advice());
    }
    return search.found().map(found -> found.file());
  }

  /// Only videos need it, so its absence is no problem of the whole.
  private static void videos(NativeLibraries libraries, Messages messages) {
    heading(messages, "FFmpeg, for videos");
    try {
      row(messages, "version", new VideoLibrary(libraries, new NativeLedger()).version());
    } catch (NativeLibraryException e) {
      row(messages, "not found", e.reason());
      row(messages, "what to do", e.advice());
      messages.cause(e);
    }
  }

  private Optional<Integer> models(Installation installation, Messages messages) {
    heading(messages, "Models");
    List<Path> folders = installation.models().folders();
    if (folders.isEmpty()) {
      row(messages, "none", "affut setup installs the default");
    }
    Optional<Integer> problem = Optional.empty();
    for (Path folder : folders) {
      try {
        Model<?> model = Model.in(folder);
        ModelIntegrity.verify(model);
        boolean known = !model.manifest().sha256().equals(Manifest.UNKNOWN);
        model(
            messages,
            model.manifest().id(),
            known
                ? "right, SHA-256 " + model.manifest().sha256()
                : "not verified, SHA-256 unknown");
      } catch (ModelException e) {
        model(messages, folder.getFileName().toString(), e.getMessage());
        problem = Optional.of(ExitCode.MODEL);
      }
    }
    return problem;
  }

  private Optional<Integer> inference(
      Installation installation, NativeLibraries libraries, Messages messages) {
    heading(messages, "Inference");
    try {
      Path picture = Files.createTempFile("affut-doctor-", ".png");
      try {
        Files.write(picture, PICTURE);
        long start = System.nanoTime();
        BoxSource<Model<DetectorManifest>> detectors = detectors(installation);
        try (Engine engine =
            Engine.open(
                detectors,
                Optional.empty(),
                engineOptions.settings(1, installation),
                libraries,
                new NativeLedger(),
                messages::say)) {
          double loaded = (System.nanoTime() - start) / 1e6;
          for (Model<DetectorManifest> detector : detectors.detectors()) {
            row(messages, "model", detector.manifest().id());
          }
          row(messages, "device", engine.facts().device() + ", " + engine.facts().precision());
          return look(engine, picture, loaded, messages);
        }
      } finally {
        Files.delete(picture);
      }
    } catch (IOException | RuntimeException e) {
      FailureReport report = FailureReport.of(e);
      row(messages, "failed", report.sentence());
      messages.cause(e);
      return Optional.of(report.exitCode());
    }
  }

  /// Those that `affut run` would use with the same options.
  private BoxSource<Model<DetectorManifest>> detectors(Installation installation) {
    Optional<Recipe> usual = RunNetworks.usual(engineOptions, installation.recipes());
    boolean fallsBack = usual.isEmpty() && engineOptions.detector().isEmpty();
    if (fallsBack
        && installation.models().find(installation.defaultModel().manifest().id()).isEmpty()) {
      throw new ModelException("The default model is not installed: run affut setup.");
    }
    return RunNetworks.detectors(usual, engineOptions, installation);
  }

  private static Optional<Integer> look(
      Engine engine, Path picture, double loaded, Messages messages) throws IOException {
    List<PictureResult> results = new ArrayList<>();
    long start = System.nanoTime();
    engine.detect(
        List.of(new PictureFile("doctor.png", picture)), into(results, messages), () -> false);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    return switch (results.getFirst()) {
      case DetectedPicture _, DetectedVideo _ -> {
        row(
            messages,
            "works",
            String.format(
                Locale.ROOT,
                "loaded in %.0f ms, the first picture took %.0f ms",
                loaded,
                milliseconds));
        yield Optional.empty();
      }
      case FailedPicture failed -> {
        row(messages, "failed", failed.reason());
        yield Optional.of(ExitCode.OURS);
      }
    };
  }

  private static ResultSink into(List<PictureResult> results, Messages messages) {
    return new ResultSink() {
      @Override
      public void accept(int index, PictureResult result, Optional<Throwable> cause) {
        results.add(result);
      }

      @Override
      public void notice(String sentence) {
        messages.warn(sentence);
      }

      @Override
      public void idle() {}
    };
  }

  private static void heading(Messages messages, String text) {
    messages.result(text);
  }

  /// A row as `affut models list` has them, for ids are longer than other names.
  private static void model(Messages messages, String id, String state) {
    messages.result("  %-28s %s".formatted(id, state));
  }

  private static void row(Messages messages, String name, String value) {
    value
        .lines()
        .forEach(line ->
            messages.result(
                "  %-16s %s".formatted(line.startsWith(" ") ? "" : name, line.strip())));
  }
}
