package io.affut.preprocessing.picture;

import io.affut.bindings.turbojpeg.TurboJpeg;
import java.util.Optional;

/// Decodes pictures of every format on the processor, as they are stored: JPEG with libjpeg-turbo
/// where there is one, the rest through ImageIO.
///
/// One for each worker: any thread may use it, but only one at a time. Closing twice is fine.
public final class PictureDecoder implements AutoCloseable {
  private final ImageIoDecoder imageIo;
  private final Optional<TurboJpegDecoder> turboJpeg;

  /// @param turboJpeg decodes JPEG; without it ImageIO does
  /// @param maxPixels pictures that claim more are refused before anything is decoded
  public PictureDecoder(Optional<TurboJpeg> turboJpeg, long maxPixels) {
    PixelCap cap = new PixelCap(maxPixels);
    this.turboJpeg = turboJpeg.map(library -> new TurboJpegDecoder(library, cap));
    this.imageIo = new ImageIoDecoder(cap);
  }

  /// Decodes a file.
  ///
  /// @param pixels where the picture goes; what the room throws of its own goes on as it is
  /// @throws UnreadablePictureException with a plain reason, if there is no picture to be had
  public Decoded decode(PictureFile file, DecodeScale scale, Room pixels)
      throws UnreadablePictureException {
    return file.format() == PictureFormat.JPEG && turboJpeg.isPresent()
        ? turboJpeg.get().decode(file.bytes(), scale, file.orientation(), pixels)
        : imageIo.decode(file.bytes(), file.format(), pixels);
  }

  @Override
  public void close() {
    turboJpeg.ifPresent(TurboJpegDecoder::close);
  }
}
