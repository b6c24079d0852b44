package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: a picture was fitted into the network's input.
@Name("io.affut.Letterbox")
@Label("Letterbox")
@Category("Affût")
@Description("A picture is fitted into the network's input")
@StackTrace(false)
final class LetterboxEvent extends Event {
  @Label("File")
  String file;

  @Label("Width")
  int width;

  @Label("Height")
  int height;

  LetterboxEvent() {}
}
