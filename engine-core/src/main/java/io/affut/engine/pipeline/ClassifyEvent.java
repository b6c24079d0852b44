package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: the animals of a picture were cut out and classified.
@Name("io.affut.Classify")
@Label("Classify")
@Category("Affût")
@Description(
    "The animals of a picture are cut out and classified, waiting for the classifier included")
@StackTrace(false)
final class ClassifyEvent extends Event {
  @Label("File")
  String file;

  @Label("Crops")
  int crops;

  ClassifyEvent() {}
}
