import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks the layout of every Java source of the project, or puts it right: `Format.java
// check|apply`.
class Format {
  public static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources()) {
      String before = Files.readString(source);
      String ordered =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      String after = formatter.formatSource(ordered);
      if (!after.equals(before)) {
        unformatted.add(source);
        if (apply) {
          Files.writeString(source, after);
        }
      }
    }
    if (!apply && !unformatted.isEmpty()) {
      unformatted.forEach(source -> System.err.println("not formatted: " + source));
      System.err.println("Put it right with: mvn -N process-resources -Dformat=apply");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("."))) {
      List<Path> roots =
          modules
              .flatMap(module -> Stream.of(module.resolve("src"), module.resolve("Format.java")))
              .filter(Files::exists)
              .toList();
      List<Path> sources = new ArrayList<>();
      for (Path root : roots) {
        try (Stream<Path> files = Files.walk(root)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
      return sources;
    }
  }
}
