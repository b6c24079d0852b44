package io.affut.preprocessing.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The rows of a decoded image as u8 RGB, with the numbers that the file holds: no colour profile
/// and no gamma is applied, and alpha is dropped, as OpenCV does.
sealed interface RgbRows {

  /// Writes row `y` to `row`, 3 bytes a pixel.
  void read(int y, byte[] row);

  /// The image that is read.
  BufferedImage image();

  /// The way to read `image` that suits how it is stored.
  static RgbRows of(BufferedImage image, PictureFormat format) {
    ColorModel colors = image.getColorModel();
    Raster raster = image.getRaster();
    if (colors instanceof IndexColorModel palette) {
      return Palette.of(image, palette);
    }
    if (colors instanceof ComponentColorModel
        && raster.getSampleModel() instanceof ComponentSampleModel
        && isGreyOrRgb(colors)) {
      int type = raster.getDataBuffer().getDataType();
      if (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT) {
        return new Samples(image, type == DataBuffer.TYPE_USHORT, format == PictureFormat.TIFF);
      }
    }
    return new Converted(image, new int[image.getWidth()]);
  }

  private static boolean isGreyOrRgb(ColorModel colors) {
    int type = colors.getColorSpace().getType();
    return type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB;
  }

  /// Writes the whole image, row after row.
  ///
  /// @param rgb width * height * 3 bytes
  default void copyTo(MemorySegment rgb) {
    byte[] row = new byte[3 * image().getWidth()];
    for (int y = 0; y < image().getHeight(); y++) {
      read(y, row);
      MemorySegment.copy(row, 0, rgb, ValueLayout.JAVA_BYTE, (long) y * row.length, row.length);
    }
  }

  /// Grey or RGB samples of 8 or 16 bits. Of 16 bits, a PNG's keep the upper half and a TIFF's are
  /// scaled and rounded, as libpng and OpenCV's TIFF reader do.
  record Samples(BufferedImage image, boolean wide, boolean rounded) implements RgbRows {
    @Override
    public void read(int y, byte[] row) {
      Raster raster = image.getRaster();
      ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
      DataBuffer data = raster.getDataBuffer();
      boolean grey = model.getNumBands() < 3;
      for (int c = 0; c < 3; c++) {
        int band = grey ? 0 : c;
        int bank = model.getBankIndices()[band];
        int at =
            data.getOffsets()[bank]
                + model.getBandOffsets()[band]
                + (y - raster.getSampleModelTranslateY()) * model.getScanlineStride()
                - raster.getSampleModelTranslateX() * model.getPixelStride();
        copy(data, bank, at, model.getPixelStride(), row, c);
      }
    }

    private void copy(DataBuffer data, int bank, int at, int step, byte[] row, int channel) {
      if (data instanceof DataBufferByte bytes) {
        byte[] samples = bytes.getData(bank);
        for (int i = channel, from = at; i < row.length; i += 3, from += step) {
          row[i] = samples[from];
        }
        return;
      }
      for (int i = channel, from = at; i < row.length; i += 3, from += step) {
        int sample = data.getElem(bank, from);
        row[i] = (byte) (!wide ? sample : rounded ? (sample * 255 + 32767) / 65535 : sample >> 8);
      }
    }
  }

  /// Colours by their number in a table.
  record Palette(BufferedImage image, int[] colors, int[] numbers) implements RgbRows {
    static Palette of(BufferedImage image, IndexColorModel model) {
      int[] colors = new int[model.getMapSize()];
      model.getRGBs(colors);
      return new Palette(image, colors, new int[image.getWidth()]);
    }

    @Override
    public void read(int y, byte[] row) {
      image.getRaster().getSamples(0, y, numbers.length, 1, 0, numbers);
      for (int x = 0; x < numbers.length; x++) {
        put(row, x, numbers[x] < colors.length ? colors[numbers[x]] : 0);
      }
    }
  }

  /// Everything else, as Java's colour model understands it.
  record Converted(BufferedImage image, int[] pixels) implements RgbRows {
    @Override
    public void read(int y, byte[] row) {
      image.getRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
      for (int x = 0; x < pixels.length; x++) {
        put(row, x, pixels[x]);
      }
    }
  }

  private static void put(byte[] row, int x, int rgb) {
    row[3 * x] = (byte) (rgb >> 16);
    row[3 * x + 1] = (byte) (rgb >> 8);
    row[3 * x + 2] = (byte) rgb;
  }
}
