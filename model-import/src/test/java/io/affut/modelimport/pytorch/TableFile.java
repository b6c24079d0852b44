package io.affut.modelimport.pytorch;

import io.affut.modelimport.Array;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Writes checkpoints of nested tables, texts, integers and tensors of 32-bit floats, as
/// `torch.save` does with state dicts.
public final class TableFile {
  private final PickleWriter pickle = PickleWriter.pickle();
  private final ZipWriter zip = ZipWriter.zip();
  private int storages;

  private TableFile() {}

  /// Writes a checkpoint.
  ///
  /// @param table maps, strings, integers and [Array]s by name
  public static Path write(Path file, Map<String, ?> table) {
    TableFile written = new TableFile();
    written.put(table);
    byte[] bytes = written.zip.entry("a/data.pkl", written.pickle.stop()).bytes();
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(Object value) {
    switch (value) {
      case Map<?, ?> table -> {
        pickle.ops("}(");
        table.forEach((key, item) -> {
          put(key);
          put(item);
        });
        pickle.ops("u");
      }
      case String text -> pickle.text(text);
      case Integer number -> pickle.whole(number);
      case Array array -> tensor(array);
      default -> throw new IllegalArgumentException("no way to write " + value.getClass());
    }
  }

  private void tensor(Array array) {
    long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * array.values().length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(array.values());
    String key = Integer.toString(storages++);
    zip.entry("a/data/" + key, bytes.array());
    pickle.tensor("FloatStorage", key, array.values().length, 0, shape, strides);
  }
}
