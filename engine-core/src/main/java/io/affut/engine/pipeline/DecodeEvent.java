package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: a picture was decoded and turned upright.
@Name("io.affut.Decode")
@Label("Decode")
@Category("Affût")
@Description("A picture is decoded and turned upright")
@StackTrace(false)
final class DecodeEvent extends Event {
  @Label("File")
  String file;

  @Label("Format")
  String format;

  @Label("Decoder")
  String decoder;

  @Label("Pixels")
  @Description("That came out; fewer than the file has where it was decoded at a reduced size")
  long pixels;

  DecodeEvent() {}
}
