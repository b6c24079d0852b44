package io.affut.exports.jpeg;

import io.affut.exports.files.WholeFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Writes JPEG files of quality 90 and never overwrites one.
public final class JpegCopies {
  private static final float QUALITY = 0.9f;

  private JpegCopies() {}

  /// Writes `image` to `wanted` as [#write(byte\[\], Path)] does.
  public static Path write(BufferedImage image, Path wanted) throws IOException {
    return write(encode(image), wanted);
  }

  /// Writes a JPEG file to `wanted` with the ending `.jpg`, or to the next free name beside it; a
  /// file that is there already with the very same content is left and returned. Missing folders
  /// are made.
  public static Path write(byte[] jpeg, Path wanted) throws IOException {
    Path folder = wanted.toAbsolutePath().getParent();
    String stem = stem(wanted);
    Files.createDirectories(folder);
    for (int number = 1; ; number++) {
      Path file = folder.resolve(stem + (number == 1 ? "" : "-" + number) + ".jpg");
      if (isSame(file, jpeg) || isNew(file, jpeg)) {
        return file;
      }
    }
  }

  private static String stem(Path wanted) {
    String name = wanted.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean isSame(Path file, byte[] content) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) == content.length
          && Arrays.equals(Files.readAllBytes(file), content);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /// Writes `content` to `file` unless anything has that name: the name is taken first, and the
  /// file put there when it is whole.
  private static boolean isNew(Path file, byte[] content) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
    try {
      WholeFile.write(file, out -> out.write(content));
      return true;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// `image` as a JPEG file.
  public static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
