package io.affut.preprocessing.picture;

import io.affut.bindings.library.NativeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/// Decodes through ImageIO and TwelveMonkeys' readers: everything but JPEG, and JPEG too where
/// there is no libturbojpeg.
///
/// Those readers are not made for hostile files; whatever they throw is a reason, never a failure
/// of the run.
final class ImageIoDecoder {
  private static final String TITLE = "ImageIO";

  private final PixelCap cap;

  ImageIoDecoder(PixelCap cap) {
    this.cap = cap;
  }

  /// Decodes the first picture of a file, as it is stored, into `pixels`.
  Decoded decode(MemorySegment bytes, PictureFormat format, Room pixels)
      throws UnreadablePictureException {
    if (format == PictureFormat.TIFF) {
      TiffHeader.of(bytes).check(cap);
    }
    try {
      return read(bytes, format, pixels);
    } catch (NativeException e) {
      throw e; // the room's memory failed, which is no fault of the file
    } catch (IOException
        | RuntimeException
        | AssertionError
        | LinkageError
        | StackOverflowError
        | OutOfMemoryError e) {
      throw new UnreadablePictureException(
          "cannot be decoded as " + format.title() + ": " + Reasons.text(e), e);
    }
  }

  private Decoded read(MemorySegment bytes, PictureFormat format, Room pixels)
      throws IOException, UnreadablePictureException {
    ImageReader reader = readerOf(format);
    try (ImageInputStream stream = new SegmentImageInputStream(bytes)) {
      reader.setInput(stream, false, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      cap.check(width, height);
      BufferedImage image = emptyImage(reader, width, height);
      ReadingProgress progress = new ReadingProgress();
      reader.addIIOReadUpdateListener(progress);
      reader.addIIOReadWarningListener(progress);
      Optional<String> damage = fill(reader, image, progress);
      MemorySegment rgb = pixels.take(3L * width * height);
      RgbRows.of(image, format).copyTo(rgb);
      return new Decoded(rgb, width, height, width, height, TITLE, damage);
    } finally {
      reader.dispose();
    }
  }

  /// Reads into `image`; what makes the reader stop after some rows is the damage.
  private static Optional<String> fill(
      ImageReader reader, BufferedImage image, ReadingProgress progress) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setDestination(image);
    try {
      reader.read(0, param);
      return progress.damage();
    } catch (IOException | RuntimeException e) {
      if (!progress.hasPixels()) {
        throw e;
      }
      return Optional.of(Reasons.text(e));
    }
  }

  private static BufferedImage emptyImage(ImageReader reader, int width, int height)
      throws IOException, UnreadablePictureException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new IOException("it stores its colours in a way that is not known");
    }
    ImageTypeSpecifier type = types.next();
    long bits = (long) width * height * type.getColorModel().getPixelSize();
    if (bits / 8 > Runtime.getRuntime().maxMemory()) {
      throw new UnreadablePictureException(
          "needs %d MB of memory to be decoded, more than Java has"
              .formatted(bits / 8 / 1_000_000));
    }
    return type.createBufferedImage(width, height);
  }

  /// TwelveMonkeys' reader where there is one, else the JDK's.
  private static ImageReader readerOf(PictureFormat format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.title());
    ImageReader first = null;
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.twelvemonkeys.")) {
        return reader;
      }
      first = first == null ? reader : first;
    }
    if (first == null) {
      throw new IOException("there is no decoder for it in this Java");
    }
    return first;
  }
}
