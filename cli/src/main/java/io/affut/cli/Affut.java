package io.affut.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `affut`.
@Command(
    name = "affut",
    description = "Finds animals, people and vehicles in camera-trap pictures.",
    mixinStandardHelpOptions = true,
    versionProvider = Affut.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Affut {
  private Affut() {}

  /// Runs one command and ends the program with its status.
  public static void main(String[] arguments) {
    // UTF-8 whatever the locale: names of files have accents, and messages too.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(System.getenv(), out, err, Path.of(""), Questions.onTerminal(err));
    System.exit(execute(surroundings, arguments));
  }

  /// Runs one command.
  ///
  /// @return the exit status
  static int execute(Surroundings surroundings, String... arguments) {
    CommandLine line = new CommandLine(new Affut());
    commands(surroundings, arguments).forEach(line::addSubcommand);
    line.setOut(new java.io.PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((problem, given) -> {
      FailureReport report = FailureReport.of(wrongUsage(problem));
      boolean json = List.of(given).contains(MessageOptions.JSON);
      new Messages(surroundings.out(), surroundings.err(), false, false, json)
          .failure(report, problem);
      return report.exitCode();
    });
    line.setExecutionExceptionHandler((failure, command, ignored) -> {
      FailureReport report = FailureReport.of(failure);
      messages(command, surroundings).failure(report, failure);
      return report.exitCode();
    });
    line.registerConverter(Integer.class, Affut::wholeNumber);
    line.registerConverter(int.class, Affut::wholeNumber);
    line.registerConverter(Float.class, Affut::number);
    line.setExecutionStrategy(new CommandLine.RunLast());
    return line.execute(arguments);
  }

  /// The commands that `arguments` can be about. Picocli looks through all options of a command
  /// that it is given, which takes longer than Java's own start, so it is given one where one is
  /// named; help, and a word that is no command, need them all.
  private static List<Object> commands(Surroundings surroundings, String... arguments) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("demo", () -> new DemoCommand(surroundings));
    all.put("setup", () -> new SetupCommand(surroundings));
    all.put("doctor", () -> new DoctorCommand(surroundings));
    all.put("run", () -> new RunCommand(surroundings));
    all.put("bench", () -> new BenchCommand(surroundings));
    all.put("models", () -> ModelsCommand.line(surroundings));
    all.put("import", () -> new ImportCommand(surroundings));
    all.put("export", () -> new ExportCommand(surroundings));
    all.put("undo", () -> new UndoCommand(surroundings));
    all.put("rethreshold", () -> new RethresholdCommand(surroundings));
    String first = arguments.length == 0 ? "" : arguments[0];
    if (all.containsKey(first)) {
      return List.of(all.get(first).get());
    }
    boolean asksForVersion = List.of("-V", "--version").contains(first);
    return asksForVersion ? List.of() : all.values().stream().map(Supplier::get).toList();
  }

  /// The program's version.
  static String version() {
    return Affut.class.getModule().getDescriptor().rawVersion().orElse("unknown");
  }

  private static Messages messages(CommandLine command, Surroundings surroundings) {
    return command.getCommandSpec().mixins().values().stream()
        .map(mixin -> mixin.userObject())
        .filter(MessageOptions.class::isInstance)
        .map(options -> ((MessageOptions) options).messages(surroundings))
        .findFirst()
        .orElseGet(() -> new Messages(surroundings.out(), surroundings.err(), false, false, false));
  }

  private static Integer wholeNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }

  /// A number with a point, or with a comma as half of Europe writes it.
  private static Float number(String text) {
    try {
      return Float.valueOf(text.replace(',', '.'));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }

  private static UsageException wrongUsage(ParameterException problem) {
    CommandSpec command = problem.getCommandLine().getCommandSpec();
    String what = problem.getMessage().replace("option option", "option"); // picocli's slip
    if (!command.subcommands().isEmpty()
        && problem instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()) {
      what = "There is no command " + unmatched.getUnmatched().getFirst();
    }
    String end = what.endsWith(".") ? "" : ".";
    return new UsageException("%s%s See %s --help.".formatted(what, end, command.qualifiedName()));
  }

  static final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      return new String[] {"affut " + version()};
    }
  }
}
