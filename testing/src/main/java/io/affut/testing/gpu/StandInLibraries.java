package io.affut.testing.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Compiles the stand-ins.
public final class StandInLibraries {
  private static final List<String> SOURCES = List.of("standin.h", "cudart.c");

  private StandInLibraries() {}

  /// Compiles all of them into a folder.
  ///
  /// @param options more of them for the compiler, such as `-DSTANDIN_DEVICES=2`
  /// @return the folder, as the system names it
  public static Path compile(Path folder, String... options)
      throws IOException, InterruptedException {
    Path sources = Files.createTempDirectory("affut-standin-sources-");
    for (String source : SOURCES) {
      try (InputStream in = StandInLibraries.class.getResourceAsStream(source)) {
        Files.copy(in, sources.resolve(source));
      }
    }
    Path home = folder.toRealPath();
    Gcc.compile(sources.resolve("cudart.c"), home.resolve("libcudart.so.13"), options);
    return home;
  }
}
