package io.affut.perf.gpu;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.SearchSettings;
import java.util.Optional;

/// What lies on this machine, which may have no network.
final class Here {
  private Here() {}

  /// The search for native libraries that are there.
  static NativeLibraries libraries() {
    return libraries(false);
  }

  /// The same for engines, which have to unpack the presets that they use.
  static NativeLibraries unpackedLibraries() {
    return libraries(true);
  }

  private static NativeLibraries libraries(boolean mayUnpack) {
    return new NativeLibraries(
        new SearchSettings(
            Optional.empty(),
            System.getenv(),
            CacheFolder.ofThisUser(),
            mayUnpack,
            System.err::println));
  }
}
