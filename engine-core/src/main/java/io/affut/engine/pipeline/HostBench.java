package io.affut.engine.pipeline;

import io.affut.engine.backend.SlotInput;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.resize.ResampleFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Pictures in memory of the host, and the kernels for processors.
final class HostBench implements Workbench {
  private final PictureReader reader;
  private final LetterboxKernel letterbox = new LetterboxKernel();
  private final Optional<CropResizeKernel> crop;
  private Picture picture;

  /// @param reader closed with this
  /// @param filter that crops are scaled with, if there are any
  HostBench(PictureReader reader, Optional<ResampleFilter> filter) {
    this.reader = reader;
    this.crop = filter.map(CropResizeKernel::new);
  }

  @Override
  public Look read(Path file, DecodeScale scale, LongConsumer decoding)
      throws UnreadablePictureException {
    return take(reader.read(file, scale, decoding));
  }

  @Override
  public Look take(Picture decoded) {
    picture = decoded;
    return Look.at(decoded);
  }

  @Override
  public void letterbox(Letterbox box, int pad, SlotInput into) {
    letterbox.run(picture.pixels(), picture.width(), picture.height(), box, pad, into.host());
  }

  @Override
  public void crop(List<Crop> crops, int size, List<SlotInput> into) {
    CropResizeKernel kernel = crop.orElseThrow();
    for (int i = 0; i < crops.size(); i++) {
      kernel.run(
          picture.pixels(),
          picture.width(),
          picture.height(),
          crops.get(i),
          size,
          into.get(i).host());
    }
  }

  /// The classifier can take the first while the second is cut out.
  @Override
  public int cropsAtOnce() {
    return 1;
  }

  @Override
  public void settle() {}

  @Override
  public void close() {
    reader.close();
  }
}
