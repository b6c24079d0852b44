package io.affut.engine.species;

import java.util.OptionalInt;

/// What a picture, or a sequence, shows.
public sealed interface Label {

  /// The labels that need no classifier.
  enum Plain implements Label {
    /// Nothing was found.
    EMPTY,
    /// People, and no animal.
    PERSON,
    /// Vehicles, and no animal.
    VEHICLE,
    /// An animal that the classifier is not sure enough of.
    UNDEFINED,
    /// An animal that no classifier looked at.
    ANIMAL,
    /// The picture could not be looked at.
    UNREADABLE
  }

  /// A class of the classifier.
  ///
  /// @param index its place in the classifier's output
  record Species(int index) implements Label {}

  /// A bird whose kind the bird head was asked for.
  ///
  /// @param species the place of birds in the classifier's output
  /// @param kind the kind's place in the bird head's output; none where it is not sure enough
  record Bird(int species, OptionalInt kind) implements Label {}

  /// Something of a further category that the detector knows.
  ///
  /// @param name the category's
  record Thing(String name) implements Label {}
}
