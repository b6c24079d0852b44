package io.affut.cli;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.video.VideoLibrary;
import io.affut.testing.Fixtures;
import io.affut.testing.TestClip;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// Videos whose frames are photos of the fixtures, at half their size.
final class PhotoClips {
  static final int WIDTH = 1024;
  static final int HEIGHT = 768;

  /// By name.
  private static final Map<String, byte[]> PIXELS = new ConcurrentHashMap<>();

  private PhotoClips() {}

  /// Writes ten frames a second, of which decoding can begin at each.
  ///
  /// @param photos a name for each frame, such as `blank`
  static Path write(Path file, String... photos) throws IOException {
    new VideoLibrary(NativeLibraries.ofEnvironment(_ -> {}), new NativeLedger()).version();
    List<String> names = Stream.of(photos).distinct().toList();
    List<byte[]> pixels = new ArrayList<>();
    for (String name : names) {
      pixels.add(PIXELS.computeIfAbsent(name, PhotoClips::rgb));
    }
    TestClip.of("mjpeg", WIDTH, HEIGHT)
        .rate(10)
        .created("2024-05-01T12:34:56Z")
        .write(file, Stream.of(photos).map(photo -> pixels.get(names.indexOf(photo))).toList());
    return file;
  }

  private static byte[] rgb(String photo) {
    BufferedImage whole;
    try {
      whole = ImageIO.read(Fixtures.at("photos/" + photo + ".jpg").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BufferedImage half = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = half.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(whole, 0, 0, WIDTH, HEIGHT, null);
    graphics.dispose();
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int pixel = half.getRGB(i % WIDTH, i / WIDTH);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return rgb;
  }
}
