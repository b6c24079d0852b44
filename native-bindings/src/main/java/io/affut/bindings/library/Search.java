package io.affut.bindings.library;

import java.util.List;
import java.util.Optional;

/// What the search for a library came to.
///
/// @param library what was looked for
/// @param attempts every step up to the one that ended the search, in order
/// @param found the library, unless it is nowhere or the search was ended by an error
/// @param error one sentence, when a folder that the user names does not serve
public record Search(
    NativeLibrary library,
    List<Attempt> attempts,
    Optional<FoundLibrary> found,
    Optional<String> error) {
  /// Keeps a copy of the attempts.
  public Search {
    attempts = List.copyOf(attempts);
  }

  /// The exception that tells all of an unsuccessful search.
  public NativeLibraryException exception() {
    String reason = error.orElse(library.title() + " was not found.");
    List<String> steps = attempts.stream().map(Attempt::toString).toList();
    return new NativeLibraryException(library.title(), reason, steps, library.advice());
  }
}
