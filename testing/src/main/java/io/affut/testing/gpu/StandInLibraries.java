package io.affut.testing.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Compiles the stand-ins.
public final class StandInLibraries {
  private static final List<String> SOURCES =
      List.of("standin.h", "cudart.c", "nvrtc.c", "nvjpeg.c");

  /// What the stand-in for the compiler includes wherever it runs.
  private static final String KERNELS = "kernels.h";

  private StandInLibraries() {}

  /// Compiles all of them into a folder.
  ///
  /// @param options more of them for the compiler, such as `-DSTANDIN_DEVICES=2`
  /// @return the folder, as the system names it
  public static Path compile(Path folder, String... options)
      throws IOException, InterruptedException {
    Path home = folder.toRealPath();
    copy(KERNELS, home);
    Path sources = Files.createTempDirectory("affut-standin-sources-");
    try {
      for (String source : SOURCES) {
        copy(source, sources);
      }
      Path cudart = home.resolve("libcudart.so.13");
      Gcc.compile(sources.resolve("cudart.c"), cudart, options);
      for (String library : List.of("nvrtc", "nvjpeg")) {
        // Without a SONAME, they name the first by its whole path, and find the one that is loaded.
        Gcc.compile(
            sources.resolve(library + ".c"),
            home.resolve("lib" + library + ".so.13"),
            "-Wl,--no-as-needed",
            cudart.toString(),
            "-ldl");
      }
      return home;
    } finally {
      for (String source : SOURCES) {
        Files.deleteIfExists(sources.resolve(source));
      }
      Files.delete(sources);
    }
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream in = StandInLibraries.class.getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name));
    }
  }
}
