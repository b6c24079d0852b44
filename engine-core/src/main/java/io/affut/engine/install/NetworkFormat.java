package io.affut.engine.install;

import io.affut.modelimport.checkpoint.CheckpointImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The formats that networks come in, told apart by what is in a file, and by its name where that
/// says nothing.
enum NetworkFormat {
  /// A PyTorch checkpoint: it is converted to ONNX.
  PYTORCH(""),
  ONNX(".onnx"),
  /// OpenVINO's own: the network in XML, and its weights in a `.bin` beside it.
  OPENVINO(".xml"),
  TFLITE(".tflite");

  private static final int HEAD = 4096;
  private static final int TFLITE_MARK = 4;
  private static final List<String> NAMES_OF_CHECKPOINTS =
      List.of(".pt", ".pth", ".ckpt", ".safetensors");

  private final String ending;

  NetworkFormat(String ending) {
    this.ending = ending;
  }

  /// How a file of the format is called in a model's folder.
  String fileName() {
    return "model" + ending;
  }

  /// The format of a file, if it is one of these.
  static Optional<NetworkFormat> of(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = Arrays.copyOf(in.readNBytes(HEAD), HEAD);
    }
    if (new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").strip().startsWith("<")) {
      boolean isNet = new String(head, StandardCharsets.UTF_8).contains("<net");
      return isNet ? Optional.of(OPENVINO) : byName(name);
    }
    byte[] mark = Arrays.copyOfRange(head, TFLITE_MARK, TFLITE_MARK + 4);
    if (Arrays.equals(mark, "TFL3".getBytes(StandardCharsets.US_ASCII))) {
      return Optional.of(TFLITE);
    }
    // A protocol buffer has no mark of its own, so here the name decides.
    if (name.endsWith(ONNX.ending)) {
      return Optional.of(ONNX);
    }
    return CheckpointImporter.accepts(file) ? Optional.of(PYTORCH) : byName(name);
  }

  /// What is called a checkpoint counts as one, since its importer says best what it is instead: a
  /// web page that a server sent, say.
  private static Optional<NetworkFormat> byName(String name) {
    return NAMES_OF_CHECKPOINTS.stream().anyMatch(name::endsWith)
        ? Optional.of(PYTORCH)
        : Optional.empty();
  }
}
