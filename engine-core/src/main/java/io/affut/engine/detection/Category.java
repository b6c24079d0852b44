package io.affut.engine.detection;

import java.util.List;

/// What kind of thing a box holds. Most detectors know the three of [#STANDARD]; a detector with
/// further classes has categories of its own under their own names.
///
/// @param name lower case, as it stands in the results
public record Category(String name) {
  public static final Category ANIMAL = new Category("animal");
  public static final Category PERSON = new Category("person");
  public static final Category VEHICLE = new Category("vehicle");

  /// The three that every camera-trap program knows, in the order of their ids in result files (1,
  /// 2, 3).
  public static final List<Category> STANDARD = List.of(ANIMAL, PERSON, VEHICLE);
}
