package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.PlanarLetterboxKernel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// Letterboxes the picture in `file` to `size`, padded to multiples of `stride`, into planes of
/// 32-bit floats from 0 to 1, `repeat` times; `seconds` for each.
final class PlanarLetterboxOperation implements Operation {
  private final PlanarLetterboxKernel kernel = new PlanarLetterboxKernel();
  private final DecodedPicture decoded;
  private final NativeBuffer buffer;

  PlanarLetterboxOperation(NativeLedger ledger) {
    decoded = new DecodedPicture(ledger);
    buffer = NativeBuffer.confined(ledger, "planar letterbox");
  }

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    Picture picture = decoded.of(Path.of(request.get("file").textValue()));
    Letterbox box = LetterboxOperation.box(request, picture);
    MemorySegment target =
        buffer.atLeast(3L * Float.BYTES * box.targetWidth() * box.targetHeight());
    int repeat = request.get("repeat").intValue();
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < repeat; i++) {
      kernel.run(
          picture.pixels(),
          picture.width(),
          picture.height(),
          box,
          LetterboxOperation.PAD,
          255,
          target);
    }
    answer.put("seconds", watch.seconds() / repeat);
    Raw.save(request, List.of(target));
  }

  @Override
  public void close() {
    buffer.close();
    decoded.close();
  }
}
