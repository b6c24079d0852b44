package io.affut.perf;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// A picture of 4000 x 3000 pixels that is as hard to decode as one of a camera trap: gradients,
/// edges and noise. The same each time.
public final class TwelveMegapixels {
  /// In pixels.
  public static final int WIDTH = 4000;

  /// In pixels.
  public static final int HEIGHT = 3000;

  private static final float QUALITY = 0.9f;
  private static final int NOISE = 9;

  private TwelveMegapixels() {}

  /// Writes the picture as a JPEG of some 4 MB, 4:2:0, into `folder`.
  public static Path jpeg(Path folder) {
    Path file = folder.resolve("twelve-megapixels.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(), null, null), parameters);
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /// The pixels, before they are compressed.
  static BufferedImage image() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(12);
    int[] row = new int[WIDTH];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int noise = (int) (random.nextGaussian() * NOISE);
        int edge = (x / 250 + y / 200) % 2 * 40;
        row[x] =
            level(40 + x * 150 / WIDTH + edge + noise) << 16
                | level(60 + y * 130 / HEIGHT + edge + noise) << 8
                | level(180 - x * 100 / WIDTH + noise);
      }
      image.setRGB(0, y, WIDTH, 1, row, 0, WIDTH);
    }
    return image;
  }

  private static int level(int value) {
    return Math.clamp(value, 0, 255);
  }
}
