package io.affut.preprocessing.picture;

import io.affut.bindings.turbojpeg.Decompressor;
import io.affut.bindings.turbojpeg.JpegHeader;
import io.affut.bindings.turbojpeg.PixelFormat;
import io.affut.bindings.turbojpeg.ScalingFactor;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.bindings.turbojpeg.TurboJpegException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decodes JPEG with libjpeg-turbo, at full scale to the same bytes as OpenCV.
final class TurboJpegDecoder implements AutoCloseable {
  private static final String TITLE = "libjpeg-turbo";

  private final PixelCap cap;
  private final Decompressor decompressor;

  /// From the smallest to full size.
  private final List<ScalingFactor> scales;

  TurboJpegDecoder(TurboJpeg library, PixelCap cap) {
    this.cap = cap;
    scales =
        library.scalingFactors().stream()
            .filter(ScalingFactor::reduces)
            .sorted(Comparator.comparingDouble(f -> (double) f.numerator() / f.denominator()))
            .toList();
    decompressor = library.newDecompressor();
  }

  /// Decodes a file as it is stored, into `pixels`.
  ///
  /// @param orientation how it will be turned, which decides what covers the wanted size
  Decoded decode(MemorySegment bytes, DecodeScale wanted, Orientation orientation, Room pixels)
      throws UnreadablePictureException {
    try {
      JpegHeader header = decompressor.header(bytes);
      cap.check(header.width(), header.height());
      ScalingFactor scale = scale(header, wanted, orientation.swapsSides());
      int width = scale.scaled(header.width());
      int height = scale.scaled(header.height());
      PixelFormat format = header.colorSpace().isCmyk() ? PixelFormat.CMYK : PixelFormat.RGB;
      int rowBytes = Math.multiplyExact(width, format.bytes());
      MemorySegment decoded = pixels.take((long) rowBytes * height);
      Optional<String> damage = decompressor.decode(bytes, scale, format, decoded, rowBytes);
      MemorySegment rgb =
          format == PixelFormat.CMYK ? CmykKernel.toRgb(decoded, width, height) : decoded;
      return new Decoded(rgb, width, height, header.width(), header.height(), TITLE, damage);
    } catch (TurboJpegException e) {
      throw new UnreadablePictureException("cannot be decoded as JPEG: " + e.nativeText(), e);
    }
  }

  private ScalingFactor scale(JpegHeader header, DecodeScale wanted, boolean swaps) {
    return switch (wanted) {
      case DecodeScale.Full() -> ScalingFactor.FULL;
      case DecodeScale.Covering covering -> {
        int width = swaps ? header.height() : header.width();
        int height = swaps ? header.width() : header.height();
        yield scales.stream()
            .filter(s -> covering.isServedBy(s.scaled(width), s.scaled(height), width, height))
            .findFirst()
            .orElse(ScalingFactor.FULL);
      }
    };
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
