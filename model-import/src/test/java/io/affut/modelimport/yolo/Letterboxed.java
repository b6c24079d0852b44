package io.affut.modelimport.yolo;

import io.affut.modelimport.Array;
import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Photos as detectors take them.
final class Letterboxed {
  private Letterboxed() {}

  /// A letterboxed photo of the fixtures: `[1, 3, height, width]`, RGB from 0 to 1.
  static Array photo(String name) {
    try {
      BufferedImage photo = ImageIO.read(Fixtures.at("letterbox/" + name + ".png").toFile());
      int plane = photo.getHeight() * photo.getWidth();
      float[] values = new float[3 * plane];
      for (int i = 0; i < plane; i++) {
        int rgb = photo.getRGB(i % photo.getWidth(), i / photo.getWidth());
        values[i] = (rgb >> 16 & 0xff) / 255f;
        values[plane + i] = (rgb >> 8 & 0xff) / 255f;
        values[2 * plane + i] = (rgb & 0xff) / 255f;
      }
      return new Array(new int[] {1, 3, photo.getHeight(), photo.getWidth()}, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
