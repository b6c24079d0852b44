package io.affut.preprocessing.picture;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;

/// Notes whether a reader has made pixels and whether it complained of a broken file.
final class ReadingProgress implements IIOReadUpdateListener, IIOReadWarningListener {
  private boolean pixels;
  private String damage;

  /// Whether at least one row was written before the reader stopped.
  boolean hasPixels() {
    return pixels;
  }

  /// The reader's first complaint that means lost pixels; others, such as about colour profiles, do
  /// not matter here.
  Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String words = warning.toLowerCase(Locale.ROOT);
    boolean lost =
        words.contains("truncated")
            || words.contains("premature")
            || words.contains("corrupt")
            || words.contains("end of");
    if (lost && damage == null) {
      damage = warning;
    }
  }

  @Override
  public void imageUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {
    pixels = true;
  }

  @Override
  public void passStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void passComplete(ImageReader source, BufferedImage image) {}

  @Override
  public void thumbnailPassStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailPassComplete(ImageReader source, BufferedImage image) {}
}
