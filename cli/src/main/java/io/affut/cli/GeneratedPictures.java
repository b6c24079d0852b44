package io.affut.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import javax.imageio.ImageIO;

/// Pictures to measure with where there are no others: JPEGs of 12 megapixels, as cameras make
/// them, full of ellipses. Always the same ones.
final class GeneratedPictures {
  private static final int COUNT = 4;
  private static final int WIDTH = 4000;
  private static final int HEIGHT = 3000;
  private static final int SHAPES = 4000;

  private GeneratedPictures() {}

  /// The folder that holds them, made where it is not there yet.
  static Path in(Path cache) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("bench"));
    for (int i = 0; i < COUNT; i++) {
      Path file = folder.resolve("generated-" + i + ".jpg");
      if (!Files.exists(file)) {
        Path unfinished = Files.createTempFile(folder, ".generated-", ".jpg");
        ImageIO.write(picture(new Random(i)), "jpg", unfinished.toFile());
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  private static BufferedImage picture(Random random) {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, colour(random), WIDTH, HEIGHT, colour(random)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    for (int i = 0; i < SHAPES; i++) {
      graphics.setColor(colour(random));
      graphics.fillOval(
          random.nextInt(WIDTH),
          random.nextInt(HEIGHT),
          1 + random.nextInt(WIDTH / 20),
          1 + random.nextInt(HEIGHT / 20));
    }
    graphics.dispose();
    return picture;
  }

  private static Color colour(Random random) {
    return new Color(random.nextInt(1 << 24));
  }
}
