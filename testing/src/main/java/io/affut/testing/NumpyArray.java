package io.affut.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// An array as NumPy saves it (`.npy`, or one of those in an `.npz`), widened to `double`.
///
/// @param shape the extents, outermost first; empty for a scalar
/// @param values the elements in row-major order
public record NumpyArray(int[] shape, double[] values) {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '([<>|=])([a-zA-Z])(\\d+)', 'fortran_order': (True|False),"
              + " 'shape': \\(([^)]*)\\)");

  /// Reads one `.npy` file.
  public static NumpyArray read(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads every array of an `.npz` file, by name.
  public static Map<String, NumpyArray> readAll(Path file) {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        arrays.put(entry.getName().replaceAll("\\.npy$", ""), parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }

  /// The elements as 32-bit floats.
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static NumpyArray parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean firstVersion = bytes[6] == 1;
    int headerLength = firstVersion ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    int start = firstVersion ? 10 : 12;
    String header = new String(bytes, start, headerLength, StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("not a NumPy array: " + header);
    }
    int[] shape =
        Arrays.stream(matcher.group(5).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    buffer.position(start + headerLength);
    if (matcher.group(1).equals(">")) {
      buffer.order(ByteOrder.BIG_ENDIAN);
    }
    String type = matcher.group(2) + matcher.group(3);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "f4" -> buffer.getFloat();
            case "f8" -> buffer.getDouble();
            case "f2" -> Float.float16ToFloat(buffer.getShort());
            case "i8" -> buffer.getLong();
            case "i4" -> buffer.getInt();
            case "i2" -> buffer.getShort();
            case "i1" -> buffer.get();
            case "u1", "b1" -> buffer.get() & 0xff;
            default ->
                throw new IllegalArgumentException("NumPy type " + type + " is not known here");
          };
    }
    boolean columnMajor = matcher.group(4).equals("True");
    return new NumpyArray(shape, columnMajor ? rowMajor(shape, values) : values);
  }

  private static double[] rowMajor(int[] shape, double[] columnMajor) {
    double[] values = new double[columnMajor.length];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      int place = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        int inner = Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
        int outer = Arrays.stream(shape, 0, axis).reduce(1, (a, b) -> a * b);
        place += rest / inner * outer;
        rest %= inner;
      }
      values[i] = columnMajor[place];
    }
    return values;
  }
}
