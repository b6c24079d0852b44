package io.affut.preprocessing.resize;

import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import javax.imageio.ImageIO;

/// A picture for the tests of the kernels.
///
/// @param rgb u8 RGB, rows without gaps
/// @param width in pixels
/// @param height in pixels
record Pixels(byte[] rgb, int width, int height) {
  static Pixels noise(int width, int height, long seed) {
    byte[] noise = new byte[width * height * 3];
    new Random(seed).nextBytes(noise);
    return new Pixels(noise, width, height);
  }

  /// A picture of the fixtures, without loss.
  static Pixels fixture(String name) throws IOException {
    BufferedImage image = ImageIO.read(Fixtures.at(name).toFile());
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < rgb.length / 3; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return new Pixels(rgb, image.getWidth(), image.getHeight());
  }

  /// In memory of `arena`, which ends where the picture ends.
  MemorySegment in(Arena arena) {
    MemorySegment pixels = arena.allocate(rgb.length, 1);
    MemorySegment.copy(rgb, 0, pixels, ValueLayout.JAVA_BYTE, 0, rgb.length);
    return pixels;
  }
}
