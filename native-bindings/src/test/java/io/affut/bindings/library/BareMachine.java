package io.affut.bindings.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine on which nothing is installed, whatever the real one has.
public final class BareMachine {
  private BareMachine() {}

  /// A library with one function, which does nothing.
  public static Path libraryWith(String function, Path home) {
    return new TestMachine(home)
        .compile(home.resolve(function + ".so"), "int " + function + "(void) { return 0; }");
  }

  /// A search there, which fetches nothing.
  ///
  /// @param home an empty folder
  public static NativeLibraries libraries(Path home, Map<String, String> environment) {
    LibraryFiles files = new LibraryFiles(Platform.current());
    return new NativeLibraries(
        new SearchSettings(Optional.empty(), environment, home.resolve("cache"), false, line -> {}),
        new Surroundings(
            files,
            ClassLoader.getPlatformClassLoader(),
            "",
            library -> PinnedWheel.of(library, files.platform()),
            library -> new SystemPath(library, files, false, List.of())));
  }
}
