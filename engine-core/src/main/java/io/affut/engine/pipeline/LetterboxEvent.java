package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: a picture was fitted into the network's input.
@Name("io.affut.Letterbox")
@Label("Letterbox")
@Description("A picture is fitted into the network's input")
final class LetterboxEvent extends StageEvent {
  @Label("Width")
  int width;

  @Label("Height")
  int height;

  LetterboxEvent() {}
}
