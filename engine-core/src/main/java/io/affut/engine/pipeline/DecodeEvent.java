package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: a picture was decoded and turned upright.
@Name("io.affut.Decode")
@Label("Decode")
@Description("A picture is decoded and turned upright")
final class DecodeEvent extends StageEvent {
  @Label("Format")
  String format;

  @Label("Decoder")
  String decoder;

  @Label("Pixels")
  @Description("That came out; fewer than the file has where it was decoded at a reduced size")
  long pixels;

  DecodeEvent() {}
}
