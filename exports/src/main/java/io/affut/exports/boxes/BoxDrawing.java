package io.affut.exports.boxes;

import io.affut.exports.jpeg.JpegCopies;
import io.affut.exports.jpeg.PictureCopy;
import io.affut.preprocessing.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Draws boxes with their labels on copies of pictures.
///
/// It needs neither a screen nor fonts. It keeps nothing between calls: any thread may use it.
public final class BoxDrawing {
  /// A drawing of boxes.
  public BoxDrawing() {}

  /// Writes an upright JPEG copy of `picture` with `boxes` on it, in their order, so that the last
  /// lies on top.
  ///
  /// No file is ever overwritten, least of all the original: where `wanted` is taken by anything
  /// but the very same copy, the copy gets the next free name, such as `fox-2.jpg`.
  ///
  /// @param wanted where to write it; the ending becomes `.jpg`, missing folders are made
  /// @return the file with the copy
  public Path write(Picture picture, List<LabelledBox> boxes, Path wanted) throws IOException {
    BufferedImage copy = PictureCopy.of(picture);
    draw(copy, boxes);
    return JpegCopies.write(copy, wanted);
  }

  static void draw(BufferedImage image, List<LabelledBox> boxes) {
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      for (LabelledBox box : boxes) {
        draw(graphics, box, image.getWidth(), image.getHeight());
      }
    } finally {
      graphics.dispose();
    }
  }

  private static void draw(Graphics2D graphics, LabelledBox box, int width, int height) {
    BoxFrame frame = BoxFrame.around(box, width, height);
    graphics.setColor(new Color(box.colour()));
    fillFrame(graphics, frame);
    if (!box.label().isBlank()) {
      Tag tag = Tag.of(box.label(), frame, width, height);
      graphics.fill(tag.area());
      graphics.setColor(new Color(CategoryColours.readableOn(box.colour())));
      writeLabel(graphics, box.label(), tag);
    }
  }

  private static void fillFrame(Graphics2D graphics, BoxFrame frame) {
    int width = frame.right() - frame.left();
    int height = frame.bottom() - frame.top();
    int line = frame.line();
    graphics.fillRect(frame.left(), frame.top(), width, Math.min(line, height));
    graphics.fillRect(
        frame.left(), Math.max(frame.top(), frame.bottom() - line), width, Math.min(line, height));
    graphics.fillRect(frame.left(), frame.top(), Math.min(line, width), height);
    graphics.fillRect(
        Math.max(frame.left(), frame.right() - line), frame.top(), Math.min(line, width), height);
  }

  private static void writeLabel(Graphics2D graphics, String label, Tag tag) {
    var toPicture = AffineTransform.getTranslateInstance(tag.textX(), tag.textY());
    toPicture.scale(tag.scale(), tag.scale());
    float thickness = (float) Math.max(1, tag.scale());
    graphics.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(toPicture.createTransformedShape(StrokeLetters.path(label)));
  }
}
