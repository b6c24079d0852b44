package io.affut.engine.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pictures of one colour, as Windows bitmaps.
final class SolidPicture {
  static final int SIDE = 16;

  private SolidPicture() {}

  /// Pictures 0, 1, 2 ... of which each is `step` further than the one before.
  ///
  /// @param folder that they are written to
  static List<PictureFile> several(Path folder, int count, int step) throws IOException {
    List<PictureFile> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(new PictureFile(i + ".bmp", write(folder.resolve(i + ".bmp"), step * i)));
    }
    return pictures;
  }

  /// A picture whose red and green say which it is, 0 to 65535.
  static Path write(Path file, int number) throws IOException {
    int header = 54;
    ByteBuffer bytes = ByteBuffer.allocate(header + 3 * SIDE * SIDE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'B').put((byte) 'M').putInt(bytes.capacity()).putInt(0).putInt(header);
    bytes.putInt(40).putInt(SIDE).putInt(SIDE).putShort((short) 1).putShort((short) 24);
    bytes.putInt(0).putInt(3 * SIDE * SIDE).putInt(0).putInt(0).putInt(0).putInt(0);
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0).put((byte) (number >> 8)).put((byte) number); // blue, green, red
    }
    return Files.write(file, bytes.array());
  }
}
