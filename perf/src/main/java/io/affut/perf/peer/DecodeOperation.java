package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.perf.Installed;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import java.nio.file.Path;

/// Reads and decodes `files` in full, one after the other in one thread; `seconds` for each.
final class DecodeOperation implements Operation {
  private final PictureReader reader;

  DecodeOperation(NativeLedger ledger) {
    reader =
        new PictureReader(Installed.turboJpeg(ledger), PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    JsonNode files = request.get("files");
    Stopwatch watch = new Stopwatch();
    for (JsonNode file : files) {
      reader.read(Path.of(file.textValue()), new DecodeScale.Full());
    }
    answer.put("seconds", watch.seconds() / files.size());
  }

  @Override
  public void close() {
    reader.close();
  }
}
