package io.affut.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// A run over one small picture, so that every class that a run needs has been used once.
final class Rehearsal {
  private static final int SIDE = 64;

  private Rehearsal() {}

  /// Looks at a grey JPEG and at a PNG, and leaves nothing behind.
  ///
  /// @param detector a small one, whatever else is installed
  static int run(Surroundings surroundings, String detector) {
    try {
      Path folder = Files.createTempDirectory("affut-rehearsal-");
      List<Path> files =
          List.of(
              folder.resolve("grey.jpg"),
              folder.resolve("grey.png"),
              folder.resolve("results.json"),
              folder.resolve("results.affut.jsonl"));
      try {
        var grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
        ImageIO.write(grey, "jpg", files.get(0).toFile());
        ImageIO.write(grey, "png", files.get(1).toFile());
        return Affut.execute(
            surroundings,
            "run",
            folder.toString(),
            "--detector",
            detector,
            "-o",
            files.get(2).toString());
      } finally {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the rehearsal cannot write its picture", e);
    }
  }
}
