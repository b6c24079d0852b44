package io.affut.cli;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.results.OutputException;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledResults;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.annotation.CocoExport;
import io.affut.exports.annotation.CocoSettings;
import io.affut.exports.camtrapdp.CamtrapExport;
import io.affut.exports.camtrapdp.CamtrapOutcome;
import io.affut.exports.copies.BlurredExport;
import io.affut.exports.copies.BoxesExport;
import io.affut.exports.copies.CropsExport;
import io.affut.exports.folders.FolderExport;
import io.affut.exports.megadetector.TimelapseExport;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.LeftOut;
import io.affut.exports.table.CsvExport;
import io.affut.exports.table.XlsxExport;
import io.affut.preprocessing.picture.PictureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `affut export`: makes of a run's results what people use.
@Command(
    name = "export",
    description = "Makes tables, folders and other programs' files of the results of a run.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "RESULTS",
      description = "The .json file of a run, its journal, or another program's MegaDetector file.")
  private Path results;

  @Option(
      names = "--to",
      paramLabel = "KIND",
      required = true,
      description =
          "csv, xlsx, megadetector, timelapse, coco, camtrap-dp, folders, crops, boxes or blurred.")
  private String kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      required = true,
      description = "The file, or folder, to make.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  private boolean overwrite;

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      description =
          "Of timelapse: the folder that Timelapse opens. Default: that of the run's pictures.")
  private Path root;

  @Option(
      names = "--without-repeated",
      description = "As if what a camera saw at one place in 20 pictures or more were not there.")
  private boolean withoutRepeated;

  @Mixin private LanguageOption language;
  @Mixin private TableOptions tables;
  @Mixin private CopyOptions copies;
  @Mixin private CamtrapOptions camtrap;
  @Mixin private MessageOptions messageOptions;

  /// What can be made.
  private enum Kind {
    CSV,
    XLSX,
    MEGADETECTOR,
    TIMELAPSE,
    COCO,
    CAMTRAP_DP,
    FOLDERS,
    CROPS,
    BOXES,
    BLURRED;

    /// The file that would be replaced.
    Path file(Path output) {
      return this == CAMTRAP_DP ? output.resolve("datapackage.json") : output;
    }

    /// What it is called on the command line.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether it is a folder that looks itself after what is there already.
    boolean isFolder() {
      return compareTo(FOLDERS) >= 0;
    }
  }

  /// The options that are of some kinds only. Elsewhere they would do nothing, and nobody would
  /// know.
  private static final Map<String, Set<Kind>> KINDS =
      Map.ofEntries(
          Map.entry("--columns", EnumSet.of(Kind.CSV, Kind.XLSX)),
          Map.entry("--no-counts", EnumSet.of(Kind.CSV, Kind.XLSX)),
          Map.entry("--deepfaune-compatible", EnumSet.of(Kind.CSV)),
          Map.entry("--root", EnumSet.of(Kind.TIMELAPSE)),
          Map.entry("--how", EnumSet.of(Kind.FOLDERS)),
          Map.entry("--no-empty", EnumSet.of(Kind.FOLDERS)),
          Map.entry("--best", EnumSet.of(Kind.CROPS)),
          Map.entry("--vehicles", EnumSet.of(Kind.BLURRED)),
          Map.entry("--title", EnumSet.of(Kind.CAMTRAP_DP)),
          Map.entry("--contributor", EnumSet.of(Kind.CAMTRAP_DP)),
          Map.entry("--sampling", EnumSet.of(Kind.CAMTRAP_DP)),
          Map.entry("--zone", EnumSet.of(Kind.CAMTRAP_DP)),
          Map.entry("--place", EnumSet.of(Kind.CAMTRAP_DP)),
          Map.entry("--public", EnumSet.of(Kind.CAMTRAP_DP)));

  @Spec private CommandSpec spec;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Kind wanted = EngineOptions.word("--to", "", kind, Kind.class);
    refuseOptionsOfOthers(wanted);
    String code = language.code(surroundings.environment());
    Path into = surroundings.folder().resolve(output);
    if (!wanted.isFolder() && Files.exists(wanted.file(into)) && !overwrite) {
      throw new OutputException(
          "%s exists already: choose another with -o, or replace it with --overwrite."
              .formatted(output));
    }
    try (LabelledRun run =
        LabelledRun.open(surroundings.folder().resolve(results), this::changed)) {
      run.limits().forEach(messages::warn);
      CutOffRun.warn(run, messages);
      List<LeftOut> leftOut = write(wanted, run, code, into, messages);
      leftOut.forEach(
          left -> messages.warn("left out: %s: %s".formatted(left.file(), left.reason())));
      return leftOut.isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    } catch (IOException e) {
      throw OutputException.unwritable(output.toString(), e);
    }
  }

  private void refuseOptionsOfOthers(Kind wanted) {
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      Set<Kind> kinds = KINDS.getOrDefault(given.longestName(), EnumSet.allOf(Kind.class));
      if (!kinds.contains(wanted)) {
        throw new UsageException(
            "%s is for %s, not for %s."
                .formatted(
                    given.longestName(),
                    kinds.stream().map(Kind::word).collect(Collectors.joining(" and ")),
                    wanted.word()));
      }
    }
  }

  private LabelSettings changed(LabelSettings before) {
    return withoutRepeated ? before.leavingOutRepeated() : before;
  }

  /// @return the pictures that it lacks though it should have them
  private List<LeftOut> write(
      Kind wanted, LabelledRun run, String code, Path into, Messages messages) throws IOException {
    switch (wanted) {
      case CSV -> CsvExport.write(run, tables.settings(code), into);
      case XLSX -> XlsxExport.write(run, tables.settings(code), into);
      case MEGADETECTOR -> LabelledResults.write(run, Map.of(), LocalDateTime.now(), into);
      case CAMTRAP_DP -> {
        return said(CamtrapExport.write(run, camtrap.settings(run.cameras()), into), messages);
      }
      default -> {
        return said(outcome(wanted, run, code, into, messages), messages);
      }
    }
    messages.result("Written: %s".formatted(output));
    return List.of();
  }

  private ExportOutcome outcome(
      Kind wanted, LabelledRun run, String code, Path into, Messages messages) throws IOException {
    return switch (wanted) {
      case TIMELAPSE -> TimelapseExport.write(run, timelapseRoot(run), LocalDateTime.now(), into);
      case COCO -> CocoExport.write(run, new CocoSettings(code, true), into);
      case FOLDERS -> FolderExport.write(run, copies.folders(code), into);
      default -> {
        try (PictureReader reader = reader(messages)) {
          yield switch (wanted) {
            case CROPS -> CropsExport.write(run, copies.crops(code), reader, into);
            case BOXES -> BoxesExport.write(run, copies.boxes(code), reader, into);
            default -> BlurredExport.write(run, copies.blurred(), reader, into);
          };
        }
      }
    };
  }

  private Path timelapseRoot(LabelledRun run) {
    return root == null ? Path.of(run.run().base()) : surroundings.folder().resolve(root);
  }

  /// Reads pictures as a run does, with libjpeg-turbo if it is here.
  private PictureReader reader(Messages messages) {
    NativeLedger ledger = new NativeLedger();
    Optional<TurboJpeg> turboJpeg =
        new Installation(surroundings.environment(), messages)
            .libraries(Optional.empty(), false)
            .search(NativeLibrary.TURBOJPEG)
            .found()
            .map(library -> TurboJpeg.load(library, ledger));
    return new PictureReader(turboJpeg, PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  private List<LeftOut> said(ExportOutcome outcome, Messages messages) {
    messages.result("Written: %s, %d pictures".formatted(output, outcome.written()));
    return outcome.leftOut();
  }

  private List<LeftOut> said(CamtrapOutcome outcome, Messages messages) {
    outcome.toFillIn().forEach(messages::warn);
    messages.result(
        "Written: %s, %d deployments, %d media, %d observations"
            .formatted(output, outcome.deployments(), outcome.media(), outcome.observations()));
    return outcome.leftOut();
  }
}
