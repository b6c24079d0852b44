package io.affut.modelimport.onnx;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A finished ONNX model.
///
/// @param proto what the file will hold
/// @param inputs what it takes
/// @param outputs what it gives
public record OnnxModel(ModelProto proto, List<ModelPort> inputs, List<ModelPort> outputs) {
  /// Keeps copies of the lists.
  public OnnxModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// Writes the model to a temporary file beside `file` and renames it, so that no half of a model
  /// is ever seen there. An existing file is replaced.
  public ImportedModel save(Path file) throws ModelImportException {
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling("." + UUID.randomUUID() + ".onnx");
    try {
      Files.createDirectories(draft.getParent());
      try {
        String sha256 = write(draft);
        move(draft, target);
        return new ImportedModel(file, inputs, outputs, operators(), sha256);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new ModelImportException("cannot write " + file + ": " + e, e);
    }
  }

  private SortedMap<String, Integer> operators() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (NodeProto node : proto.getGraph().getNodeList()) {
      counts.merge(node.getOpType(), 1, Integer::sum);
    }
    return counts;
  }

  private String write(Path draft) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream bytes =
        new DigestOutputStream(
            new BufferedOutputStream(Files.newOutputStream(draft, CREATE_NEW)), digest)) {
      proto.writeTo(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
