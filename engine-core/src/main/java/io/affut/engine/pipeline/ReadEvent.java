package io.affut.engine.pipeline;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: a file was read into memory.
@Name("io.affut.Read")
@Label("Read")
@Description("A picture's file is read into memory")
final class ReadEvent extends StageEvent {
  @Label("Size")
  @DataAmount
  long bytes;

  ReadEvent() {}
}
