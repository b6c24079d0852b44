package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Outputs as bare bytes in a file, for the other side to compare.
final class Raw {
  private Raw() {}

  /// Writes the segments one after the other to the file that the request names with `save`, if it
  /// names one.
  static void save(JsonNode request, List<MemorySegment> outputs) throws IOException {
    if (!request.has("save")) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(
            Path.of(request.get("save").textValue()),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (MemorySegment output : outputs) {
        for (var bytes = output.asByteBuffer(); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
      }
    }
  }
}
