package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: the animals of a picture were cut out and classified.
@Name("io.affut.Classify")
@Label("Classify")
@Description(
    "The animals of a picture are cut out and classified, waiting for the classifier included")
final class ClassifyEvent extends StageEvent {
  @Label("Crops")
  int crops;

  ClassifyEvent() {}
}
