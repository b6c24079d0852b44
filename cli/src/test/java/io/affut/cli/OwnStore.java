package io.affut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model store of a test's own, with the native libraries of the user's cache.
///
/// @param folder the working folder
/// @param models where the models are
record OwnStore(Path folder, Path models) {

  /// An empty store in `folder`.
  static OwnStore in(Path folder) throws IOException {
    Path cache = Files.createDirectories(folder.toRealPath().resolve("cache/affut"));
    Path libraries = InProcess.installed().cache().resolve("native");
    if (Files.exists(libraries)) {
      Files.createSymbolicLink(cache.resolve("native"), libraries);
    }
    return new OwnStore(folder.toRealPath(), cache.resolve("models"));
  }

  /// The program over this store.
  InProcess program() {
    return new InProcess(folder).environment("XDG_CACHE_HOME", folder.resolve("cache"));
  }
}
