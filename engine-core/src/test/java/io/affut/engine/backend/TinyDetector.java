package io.affut.engine.backend;

import io.affut.engine.model.About;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifests;
import io.affut.engine.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A detector of two layers with random weights, whose outputs follow its input closely and which
/// takes any batch and size: no detector, but quick, and no picture's outputs are like another's.
final class TinyDetector {
  private static final int STRIDE = 4;
  private static final int CLASSES = 4;

  private TinyDetector() {}

  /// Writes it, in ONNX's format, into a folder.
  static Model<DetectorManifest> in(Path folder) throws IOException {
    byte[] graph =
        Message.of()
            .add(1, convolution("heat"))
            .add(1, transposition("heat"))
            .add(1, convolution("extent"))
            .add(1, transposition("extent"))
            .add(2, "tiny")
            .add(5, weights("heat", CLASSES))
            .add(5, weights("extent", 4))
            .add(11, port("images", "batch", 3, "height", "width"))
            .add(12, port("heat", "batch", "rows", "columns", CLASSES))
            .add(12, port("extent", "batch", "rows", "columns", 4))
            .bytes();
    byte[] opset = Message.of().add(1, "").add(2, 17).bytes();
    Files.write(
        folder.resolve("model.onnx"), Message.of().add(1, 8).add(7, graph).add(8, opset).bytes());
    About about =
        new About(
            "tiny",
            "A detector for tests",
            new About.NetworkFile("model.onnx", "unknown"),
            List.of(),
            "none",
            "made up",
            "",
            Optional.empty());
    return new Model<>(
        Manifests.detector(
                new DetectorManifest.CenterNet("heat", "extent", STRIDE),
                new DetectorManifest.Thresholds(0.5f, 0.5f, 300))
            .with(about),
        folder);
  }

  private static byte[] convolution(String name) {
    return Message.of()
        .add(1, "images")
        .add(1, name + "-weights")
        .add(2, name + "-planes")
        .add(4, "Conv")
        .add(5, numbers("kernel_shape", STRIDE, STRIDE))
        .add(5, numbers("strides", STRIDE, STRIDE))
        .bytes();
  }

  private static byte[] transposition(String name) {
    return Message.of()
        .add(1, name + "-planes")
        .add(2, name)
        .add(4, "Transpose")
        .add(5, numbers("perm", 0, 2, 3, 1))
        .bytes();
  }

  private static byte[] numbers(String name, int... values) {
    Message attribute = Message.of().add(1, name).add(20, 7);
    for (int value : values) {
      attribute.add(8, value);
    }
    return attribute.bytes();
  }

  private static byte[] weights(String name, int channels) {
    ByteBuffer values =
        ByteBuffer.allocate(4 * channels * 3 * STRIDE * STRIDE).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(channels);
    while (values.hasRemaining()) {
      values.putFloat((float) random.nextGaussian());
    }
    return Message.of()
        .add(1, channels)
        .add(1, 3)
        .add(1, STRIDE)
        .add(1, STRIDE)
        .add(2, 1)
        .add(8, name + "-weights")
        .add(9, values.array())
        .bytes();
  }

  private static byte[] port(String name, Object... extents) {
    Message shape = Message.of();
    for (Object extent : extents) {
      Message dimension = Message.of();
      shape.add(
          1,
          (extent instanceof Integer fixed
                  ? dimension.add(1, fixed)
                  : dimension.add(2, (String) extent))
              .bytes());
    }
    byte[] tensor = Message.of().add(1, 1).add(2, shape.bytes()).bytes();
    return Message.of().add(1, name).add(2, Message.of().add(1, tensor).bytes()).bytes();
  }

  /// A message of protobuf, field by field.
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Message of() {
      return new Message();
    }

    Message add(int field, int value) {
      number(field << 3);
      number(value);
      return this;
    }

    Message add(int field, String text) {
      return add(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message add(int field, byte[] bytes) {
      number(field << 3 | 2);
      number(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void number(int value) {
      int rest = value;
      while (rest >= 0x80) {
        out.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
  }
}
