package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Makes pictures out of the photos in `photos`: in `jpeg` as many JPEG files as `count` says,
/// `width` pixels wide, or 12 megapixels, scaled up and with the noise of a sensor, some 4 MB each;
/// in `png` each photo in 1280 x 960 pixels without loss, so that every decoder gives the same
/// pixels. All are 4:3, so that a network is built for one size of input only. What is there
/// already is kept.
final class PicturesStep implements Step {
  private static final int WIDTH = 4000;
  private static final int PNG_WIDTH = 1280;
  private static final int PNG_HEIGHT = 960;
  private static final float QUALITY = 0.9f;
  private static final int NOISE = 7;

  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws IOException {
    List<BufferedImage> photos = new ArrayList<>();
    Path png = Files.createDirectories(options.path("png"));
    for (Path file : options.files("photos")) {
      BufferedImage photo = read(file);
      if (photo != null) {
        photos.add(photo);
        Path copy = png.resolve(file.getFileName().toString().replaceAll("\\.\\w+$", ".png"));
        if (!Files.exists(copy)) {
          Path part = copy.resolveSibling(copy.getFileName() + ".part"); // time may end the step
          ImageIO.write(scaled(photo, PNG_WIDTH, PNG_HEIGHT), "png", part.toFile());
          Files.move(part, copy);
        }
      }
    }
    if (photos.isEmpty()) {
      throw new IOException("no photo in " + options.path("photos") + " can be read");
    }
    Path jpeg = Files.createDirectories(options.path("jpeg"));
    int count = options.number("count", 24);
    int width = options.number("width", WIDTH);
    long bytes;
    try {
      bytes =
          IntStream.range(0, count).parallel().mapToLong(i -> large(photos, i, width, jpeg)).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    answer.put("photos", photos.size());
    answer.put("pictures", count);
    answer.put("bytes", bytes);
    return true;
  }

  /// Makes one of the large pictures, unless it is there.
  ///
  /// @return how many bytes it has
  private static long large(List<BufferedImage> photos, int number, int width, Path folder) {
    Path file = folder.resolve("picture-%02d.jpg".formatted(number));
    try {
      if (!Files.exists(file)) {
        write(large(photos.get(number % photos.size()), width, number), file);
      }
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The photo, or nothing where ImageIO alone does not read it.
  private static BufferedImage read(Path file) {
    try {
      return ImageIO.read(file.toFile());
    } catch (IOException e) {
      return null; // one of the odd files
    }
  }

  private static BufferedImage scaled(BufferedImage photo, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = scaled.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(photo, 0, 0, width, height, null);
    pen.dispose();
    return scaled;
  }

  private static BufferedImage large(BufferedImage photo, int width, int seed) {
    BufferedImage large = scaled(photo, width, width * 3 / 4);
    Random random = new Random(seed);
    int[] row = new int[width];
    for (int y = 0; y < large.getHeight(); y++) {
      large.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int noise = (int) (random.nextGaussian() * NOISE);
        row[x] =
            level((row[x] >> 16 & 255) + noise) << 16
                | level((row[x] >> 8 & 255) + noise) << 8
                | level((row[x] & 255) + noise);
      }
      large.setRGB(0, y, width, 1, row, 0, width);
    }
    return large;
  }

  private static int level(int value) {
    return Math.clamp(value, 0, 255);
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(part.toFile())) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    Files.move(part, file);
  }
}
