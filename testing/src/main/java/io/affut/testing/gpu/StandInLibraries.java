package io.affut.testing.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Compiles the stand-ins.
public final class StandInLibraries {
  /// What the others know the one for the CUDA runtime by: under its own name, the system would
  /// give them NVIDIA's, where a process has loaded that too.
  private static final String SHARED = "libaffut-standin.so";

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
    Path sources = Files.createTempDirectory("affut-standin-sources-");
    for (String source : SOURCES) {
      copy(source, sources);
    }
    Path home = folder.toRealPath();
    copy(KERNELS, home);
    Path cudart = home.resolve("libcudart.so.13");
    Gcc.compile(
        sources.resolve("cudart.c"),
        cudart,
        Stream.concat(Stream.of("-Wl,-soname," + SHARED), Stream.of(options))
            .toArray(String[]::new));
    Files.createSymbolicLink(home.resolve(SHARED), cudart.getFileName());
    for (String library : List.of("nvrtc", "nvjpeg")) {
      beside(home, sources.resolve(library + ".c"), "lib" + library + ".so.13");
    }
    return home;
  }

  /// Compiles one that calls the one for the CUDA runtime, which it finds beside itself.
  private static void beside(Path home, Path source, String library)
      throws IOException, InterruptedException {
    Gcc.compile(
        source,
        home.resolve(library),
        "-Wl,--no-as-needed",
        "-L" + home,
        "-l:libcudart.so.13",
        "-ldl",
        "-Wl,-rpath,$ORIGIN");
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream in = StandInLibraries.class.getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name));
    }
  }
}
