package io.affut.modelimport.yolo;

import io.affut.modelimport.Array;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes what a test makes up as `torch.save` would: a pickle of protocol 2 and a storage for each
/// tensor, in a zip file. An object that stands in several places, even in itself, is one object.
final class CheckpointWriter {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<PythonObject, Integer> written = new IdentityHashMap<>();
  private final List<float[]> storages = new ArrayList<>();

  private CheckpointWriter() {}

  /// @param root a [PythonObject], a map, or anything that may stand in one
  static Path write(Object root, Path file) {
    CheckpointWriter writer = new CheckpointWriter();
    writer.opcodes(0x80, 2);
    writer.put(root);
    writer.opcodes('.');
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "made/data.pkl", writer.pickle.toByteArray());
      entry(zip, "made/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < writer.storages.size(); i++) {
        float[] storage = writer.storages.get(i);
        ByteBuffer bytes =
            ByteBuffer.allocate(storage.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(storage);
        entry(zip, "made/data/" + i, bytes.array());
      }
      entry(zip, "made/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void put(Object value) {
    switch (value) {
      case null -> opcodes('N');
      case Boolean truth -> opcodes(truth ? 0x88 : 0x89);
      case Integer number -> whole(number);
      case BigInteger number -> {
        byte[] bytes = number.toByteArray();
        opcodes(0x8a, bytes.length);
        for (int i = bytes.length - 1; i >= 0; i--) {
          pickle.write(bytes[i]);
        }
      }
      case Double number -> {
        opcodes('G');
        pickle.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      }
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        opcodes('X');
        littleEndian(bytes.length);
        pickle.writeBytes(bytes);
      }
      case List<?> list -> {
        opcodes(']', '(');
        list.forEach(this::put);
        opcodes('e');
      }
      case Map<?, ?> map -> {
        opcodes('}', '(');
        map.forEach((key, item) -> {
          put(key);
          put(item);
        });
        opcodes('u');
      }
      case Array array -> tensor(new StridedArray(array.shape(), strides(array), array.values()));
      case StridedArray array -> tensor(array);
      case PythonObject object -> object(object);
      default -> throw new IllegalArgumentException("cannot be pickled: " + value.getClass());
    }
  }

  private void object(PythonObject object) {
    if (written.containsKey(object)) {
      opcodes('j');
      littleEndian(written.get(object));
      return;
    }
    global(object.type());
    opcodes(')', 0x81);
    written.put(object, written.size());
    opcodes('r');
    littleEndian(written.get(object));
    put(object.attributes());
    opcodes('b');
  }

  private void tensor(StridedArray array) {
    global("torch._utils._rebuild_tensor_v2");
    opcodes('(', '(');
    put("storage");
    global("torch.FloatStorage");
    put(String.valueOf(storages.size()));
    put("cpu");
    whole(array.values().length);
    opcodes('t', 'Q');
    storages.add(array.values());
    whole(0);
    tuple(array.shape());
    tuple(array.strides());
    opcodes(0x89);
    global("collections.OrderedDict");
    opcodes(')', 'R', 't', 'R');
  }

  private void tuple(int... numbers) {
    opcodes('(');
    Arrays.stream(numbers).forEach(this::whole);
    opcodes('t');
  }

  private void global(String name) {
    int dot = name.lastIndexOf('.');
    String line = "c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n";
    pickle.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  private void whole(int number) {
    opcodes('J');
    littleEndian(number);
  }

  private void littleEndian(int number) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  private void opcodes(int... codes) {
    Arrays.stream(codes).forEach(pickle::write);
  }

  private static int[] strides(Array array) {
    int[] strides = new int[array.shape().length];
    for (int axis = strides.length - 1, stride = 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= array.shape()[axis];
    }
    return strides;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /// A tensor with strides of its own: with strides of 0 it is larger than what it holds.
  record StridedArray(int[] shape, int[] strides, float[] values) {}
}
