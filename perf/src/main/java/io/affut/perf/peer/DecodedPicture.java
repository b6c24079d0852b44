package io.affut.perf.peer;

import io.affut.bindings.memory.NativeLedger;
import io.affut.perf.Installed;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.nio.file.Path;

/// The picture that was asked for last, decoded once.
final class DecodedPicture implements AutoCloseable {
  private final PictureReader reader;
  private Path file;
  private Picture picture;

  DecodedPicture(NativeLedger ledger) {
    reader =
        new PictureReader(Installed.turboJpeg(ledger), PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  /// The picture in `wanted`, valid until another is asked for.
  Picture of(Path wanted) throws UnreadablePictureException {
    if (!wanted.equals(file)) {
      picture = reader.read(wanted, new DecodeScale.Full());
      file = wanted;
    }
    return picture;
  }

  @Override
  public void close() {
    reader.close();
  }
}
