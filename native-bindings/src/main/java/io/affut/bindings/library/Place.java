package io.affut.bindings.library;

/// One of the places where a library is looked for.
interface Place {
  /// What `affut doctor` calls the place.
  String name();

  /// Looks there; may fetch.
  Look look();
}
