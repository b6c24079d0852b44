package io.affut.exports.copies;

import io.affut.preprocessing.resize.Crop;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/// Makes a part of a picture unrecognisable: each pixel becomes the mean of those of the part
/// around it, in a square window of DeepFaune's 151 pixels.
///
/// That is for pictures of up to 12 megapixels. The window grows with larger pictures, and is never
/// smaller than a quarter of the part's shorter side: the face of somebody who stands before the
/// camera is large.
final class MeanBlur {
  private static final int WINDOW = 151;
  private static final double PIXELS = 12e6;

  private MeanBlur() {}

  /// The side of the window, an odd number of pixels.
  static int window(int width, int height, Crop part) {
    double scale = Math.sqrt(Math.max(1, (double) width * height / PIXELS));
    int wanted =
        Math.max((int) Math.ceil(WINDOW * scale), Math.min(part.width(), part.height()) / 4);
    return wanted | 1;
  }

  /// @param image of [BufferedImage#TYPE_INT_RGB]
  static void blur(BufferedImage image, Crop part) {
    int width = image.getWidth();
    int reach = window(width, image.getHeight(), part) / 2;
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    int first = part.y() * width + part.x();
    int[] line = new int[Math.max(part.width(), part.height())];
    for (int y = 0; y < part.height(); y++) {
      blur(pixels, first + y * width, 1, part.width(), reach, line);
    }
    for (int x = 0; x < part.width(); x++) {
      blur(pixels, first + x, width, part.height(), reach, line);
    }
  }

  /// Blurs a row, or a column, with a sum that moves along it.
  private static void blur(int[] pixels, int first, int step, int length, int reach, int[] line) {
    for (int i = 0; i < length; i++) {
      line[i] = pixels[first + i * step];
    }
    int count = 0;
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int i = -reach; i < length; i++) {
      int enters = i + reach;
      if (enters < length) {
        red += line[enters] >> 16 & 255;
        green += line[enters] >> 8 & 255;
        blue += line[enters] & 255;
        count++;
      }
      int leaves = i - reach - 1;
      if (leaves >= 0) {
        red -= line[leaves] >> 16 & 255;
        green -= line[leaves] >> 8 & 255;
        blue -= line[leaves] & 255;
        count--;
      }
      if (i >= 0) {
        pixels[first + i * step] = red / count << 16 | green / count << 8 | blue / count;
      }
    }
  }
}
