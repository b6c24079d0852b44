package io.affut.cli;

import com.sun.management.OperatingSystemMXBean;
import io.affut.bindings.memory.NativeLedger;
import io.affut.cli.bench.BenchReport;
import io.affut.cli.bench.Measurement;
import io.affut.cli.bench.TraceFile;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineFacts;
import io.affut.engine.pipeline.EngineLibraries;
import io.affut.engine.pipeline.EngineSettings;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.LayerTime;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.results.OutputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut bench`: how fast this machine is, and where its time goes.
@Command(
    name = "bench",
    description = "Measures how fast pictures are looked at here, and what takes the time.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int LAYER_RUNS = 20;
  private static final int LONGEST = 86_400;

  private final Surroundings surroundings;

  @Parameters(
      arity = "0..*",
      paramLabel = "PICTURE|FOLDER",
      description =
          "What to look at, again and again. Default: the pictures of the demo, or generated ones.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long to measure. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description = "Seconds to work before that. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--one-by-one",
      description =
          "Begin a picture when the one before is done: the latency of a single picture, not as many as possible.")
  private boolean oneByOne;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the measurement as JSON too.")
  private Path json;

  @Option(names = "--layers", description = "Show what each layer of the network takes.")
  private boolean layers;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every stage of every picture, for Perfetto (ui.perfetto.dev).")
  private Path trace;

  @Mixin private EngineOptions engineOptions;
  @Mixin private MessageOptions messageOptions;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    checkBounds("--seconds", seconds, 1);
    checkBounds("--warmup", warmUp, 0);
    Messages messages = messageOptions.messages(surroundings);
    Installation installation = new Installation(surroundings.environment(), messages);
    FoundPictures found =
        PictureInputs.withoutVideos(
            PictureInputs.find(surroundings.folder(), inputs(installation)));
    EngineSettings settings =
        engineOptions.settings(oneByOne ? 1 : Integer.MAX_VALUE, installation);
    EngineLibraries libraries = engineOptions.libraries(installation, new NativeLedger());
    Model<DetectorManifest> model = engineOptions.model(installation.detectors());
    try (Interruption interruption = new Interruption();
        Engine engine =
            Engine.open(
                new BoxSource.One<>(model), Optional.empty(), settings, libraries, messages::say)) {
      messages.say(
          "Measuring for %d s after %d s of warm-up, over %d pictures in %s."
              .formatted(seconds, warmUp, found.pictures().size(), found.base()));
      Optional<Measurement> measured =
          Measurement.of(
              engine,
              found.pictures(),
              Duration.ofSeconds(warmUp),
              Duration.ofSeconds(seconds),
              oneByOne,
              interruption::asked);
      if (measured.isEmpty() || measured.get().done() == 0) {
        messages.warn(
            measured.isEmpty()
                ? "Interrupted before there was anything to measure."
                : "None of the pictures could be looked at; affut run says why.");
        return ExitCode.SOME_FAILED;
      }
      List<LayerTime> times = layers ? engine.layers(LAYER_RUNS) : List.of();
      BenchReport report =
          new BenchReport(
              "affut " + Affut.version(),
              OffsetDateTime.now().toString(),
              machine(),
              engine(engine.facts(), model.manifest(), settings),
              found.pictures().size(),
              measured.get(),
              times);
      report.table().forEach(messages::result);
      write(report, found.pictures());
      return measured.get().failed() == 0 ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }
  }

  private static void checkBounds(String option, int value, int least) {
    if (value < least || value > LONGEST) {
      throw new UsageException(
          "%s takes a number from %d to %d, not %d.".formatted(option, least, LONGEST, value));
    }
  }

  private List<Path> inputs(Installation installation) {
    if (!inputs.isEmpty()) {
      return inputs;
    }
    Optional<Path> samples = SamplePictures.folder(installation.cache());
    try {
      return List.of(
          samples.isPresent() ? samples.get() : GeneratedPictures.in(installation.cache()));
    } catch (IOException e) {
      throw new UncheckedIOException("no pictures can be made in " + installation.cache(), e);
    }
  }

  private static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    Processor processor = Processor.here();
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    machine.put("processor", processor.name());
    machine.put("extensions", String.join(" ", processor.features()));
    machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("ram", String.format(Locale.ROOT, "%.1f GiB", memory / (double) (1 << 30)));
    machine.put(
        "system",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    machine.put(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    return machine;
  }

  private static Map<String, String> engine(
      EngineFacts facts, DetectorManifest manifest, EngineSettings settings) {
    Map<String, String> engine = new LinkedHashMap<>();
    engine.put("model", manifest.id());
    engine.put("input", manifest.input().letterbox().size() + " pixels");
    engine.put("runtime", facts.runtime());
    engine.put("device", facts.device());
    engine.put("precision", facts.precision());
    engine.put("decoder", facts.decoder());
    engine.put("decode", facts.decode().word());
    engine.put("threads", Integer.toString(settings.threads()));
    engine.put("slots", Integer.toString(facts.slots()));
    engine.put("pictures", settings.manyPictures() ? "as many as possible" : "one by one");
    return engine;
  }

  private void write(BenchReport report, List<PictureFile> files) {
    try {
      if (json != null) {
        report.write(surroundings.folder().resolve(json));
      }
      if (trace != null) {
        try (Writer writer = Files.newBufferedWriter(surroundings.folder().resolve(trace))) {
          new TraceFile(
                  report.measured().slices(), picture -> files.get(picture % files.size()).name())
              .write(writer);
        }
      }
    } catch (IOException e) {
      throw new OutputException("The measurement cannot be written: " + e.getMessage() + ".", e);
    }
  }
}
