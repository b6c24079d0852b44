package io.affut.bindings.library;

import java.nio.file.Path;

/// What a look at one place came to.
sealed interface Look {
  /// The library is there and loads; the search ends.
  record Hit(Path file, String version, String reason) implements Look {}

  /// The library is not there, or does not load; the search goes on.
  record Miss(String reason) implements Look {}

  /// The user named this place and it does not serve; the search ends with an error.
  record Refusal(String reason) implements Look {}
}
