package io.affut.perf.gpu;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.SearchSettings;
import java.util.Optional;

/// What lies on this machine; nothing is fetched, because the machine may have no network.
final class Here {
  private Here() {}

  /// The search for native libraries.
  static NativeLibraries libraries() {
    return new NativeLibraries(
        new SearchSettings(
            Optional.empty(),
            System.getenv(),
            CacheFolder.ofThisUser(),
            false,
            System.err::println));
  }
}
