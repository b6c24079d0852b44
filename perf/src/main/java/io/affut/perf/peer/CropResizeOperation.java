package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.ResampleFilter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// Cuts the rectangle `left`, `top`, `width`, `height` out of the picture in `file` and scales it
/// to `size` x `size` pixels of 8-bit RGB, `repeat` times; `seconds` for each.
final class CropResizeOperation implements Operation {
  private final CropResizeKernel kernel = new CropResizeKernel(ResampleFilter.BICUBIC);
  private final DecodedPicture decoded;
  private final NativeBuffer buffer;

  CropResizeOperation(NativeLedger ledger) {
    decoded = new DecodedPicture(ledger);
    buffer = NativeBuffer.confined(ledger, "crop");
  }

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    Picture picture = decoded.of(Path.of(request.get("file").textValue()));
    Crop crop =
        new Crop(
            request.get("left").intValue(),
            request.get("top").intValue(),
            request.get("width").intValue(),
            request.get("height").intValue());
    int size = request.get("size").intValue();
    MemorySegment target = buffer.atLeast(3L * size * size);
    int repeat = request.get("repeat").intValue();
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < repeat; i++) {
      kernel.run(picture.pixels(), picture.width(), picture.height(), crop, size, target);
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
