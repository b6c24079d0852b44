package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.resize.LetterboxRule;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// Letterboxes the picture in `file` to `size`, padded to multiples of `stride`, into 8-bit RGB,
/// `repeat` times; `seconds` for each.
final class LetterboxOperation implements Operation {
  static final int PAD = 114;

  private final LetterboxKernel kernel = new LetterboxKernel();
  private final DecodedPicture decoded;
  private final NativeBuffer buffer;

  LetterboxOperation(NativeLedger ledger) {
    decoded = new DecodedPicture(ledger);
    buffer = NativeBuffer.confined(ledger, "letterbox");
  }

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    Picture picture = decoded.of(Path.of(request.get("file").textValue()));
    Letterbox box = box(request, picture);
    MemorySegment target = buffer.atLeast(3L * box.targetWidth() * box.targetHeight());
    int repeat = request.get("repeat").intValue();
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < repeat; i++) {
      kernel.run(picture.pixels(), picture.width(), picture.height(), box, PAD, target);
    }
    answer.put("seconds", watch.seconds() / repeat);
    Raw.save(request, List.of(target));
  }

  static Letterbox box(JsonNode request, Picture picture) {
    LetterboxRule rule =
        new LetterboxRule(
            request.get("size").intValue(),
            LetterboxRule.Shape.RECTANGULAR,
            request.get("stride").intValue(),
            LetterboxRule.Placement.CENTRED,
            PAD);
    return Letterbox.fit(picture.width(), picture.height(), rule);
  }

  @Override
  public void close() {
    buffer.close();
    decoded.close();
  }
}
