package io.affut.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.pipeline.Stage;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Slices as a trace of events in Chrome's JSON format, which Perfetto opens: a row for each
/// thread, and one for each network that computes at the same time as others, since its threads are
/// not Java's.
///
/// Source: "Trace Event Format", complete events (`X`) and metadata (`M`); microseconds.
public final class TraceFile {
  private static final int PROCESS = 1;

  private final List<Slice> slices;
  private final IntFunction<String> fileNames;

  /// @param fileNames the name of a picture's file, by its index
  public TraceFile(List<Slice> slices, IntFunction<String> fileNames) {
    this.slices = slices.stream().sorted(Comparator.comparingLong(Slice::begin)).toList();
    this.fileNames = fileNames;
  }

  /// Writes the trace, as one JSON object.
  public void write(Writer writer) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.writeStartObject();
      json.writeStringField("displayTimeUnit", "ms");
      json.writeArrayFieldStart("traceEvents");
      Map<String, Integer> rows = new LinkedHashMap<>();
      List<Long> networks = new ArrayList<>();
      for (Slice slice : slices) {
        String title = slice.stage() == Stage.INFER ? network(slice, networks) : slice.thread();
        Integer row = rows.get(title);
        if (row == null) {
          row = rows.size() + 1;
          rows.put(title, row);
          name(json, row, title);
        }
        slice(json, row, slice);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /// The first network that is free again when `slice` begins.
  ///
  /// @param ends when each is free
  private static String network(Slice slice, List<Long> ends) {
    int free = 0;
    while (free < ends.size() && ends.get(free) > slice.begin()) {
      free++;
    }
    if (free == ends.size()) {
      ends.add(slice.end());
    } else {
      ends.set(free, slice.end());
    }
    return "network " + (free + 1);
  }

  private static void name(JsonGenerator json, int row, String title) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "thread_name");
    json.writeStringField("ph", "M");
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", row);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", title);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void slice(JsonGenerator json, int row, Slice slice) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", slice.stage().word());
    json.writeStringField("cat", "stage");
    json.writeStringField("ph", "X");
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", row);
    json.writeNumberField("ts", (slice.begin() - slices.getFirst().begin()) / 1e3);
    json.writeNumberField("dur", slice.duration() / 1e3);
    json.writeObjectFieldStart("args");
    json.writeNumberField("picture", slice.picture());
    json.writeStringField("file", fileNames.apply(slice.picture()));
    json.writeNumberField("cpu_ms", slice.cpu() / 1e6);
    json.writeEndObject();
    json.writeEndObject();
  }
}
