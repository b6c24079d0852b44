package io.affut.modelimport.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelFile;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A finished ONNX model, whose weights are still where they come from.
public final class OnnxModel {
  /// The key in the file's metadata under which the hash of its file of weights stands.
  public static final String WEIGHTS_HASH = "weights_sha256";

  /// Weights that take more than this altogether get a file of their own.
  static final long MOST_INSIDE = 64L << 20;

  /// Smaller tensors are in the ONNX file in any case: engines read small ones to work out shapes.
  private static final int SMALLEST_OUTSIDE = 4096;

  /// What the ONNX specification asks for, so that engines may map the file: the usual size of a
  /// page of memory.
  private static final int ALIGNMENT = 4096;

  private final ModelProto proto;
  private final List<ModelPort> inputs;
  private final List<ModelPort> outputs;
  private final Map<String, Weight> weights;

  OnnxModel(
      ModelProto proto,
      List<ModelPort> inputs,
      List<ModelPort> outputs,
      Map<String, Weight> weights) {
    this.proto = proto;
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
  }

  /// Writes the model to a temporary file beside `file` and renames it, so that no half of a model
  /// is ever seen there. An existing file is replaced.
  ///
  /// When the weights take more than 64 MiB, the big ones go to a second file beside it, named as
  /// `file` with `.data` after it, one tensor at a time and each at a multiple of 4096 bytes
  /// (ONNX's external data). A model that is replaced by one with a second file is removed first:
  /// whatever happens, an ONNX file never stands beside weights that are not its own.
  public ImportedModel save(Path file) throws ModelImportException {
    return save(file, MOST_INSIDE);
  }

  ImportedModel save(Path file, long mostInside) throws ModelImportException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      requireNoFolder(file);
      requireNoFolder(dataFile(file));
      long bytes = weights.values().stream().mapToLong(Weight::bytes).sum();
      List<ModelFile> files = bytes > mostInside ? saveApart(file) : saveTogether(file);
      return new ImportedModel(inputs, outputs, operators(), files);
    } catch (IOException e) {
      throw ModelImportException.unwritable(file, e);
    }
  }

  private List<ModelFile> saveTogether(Path file) throws IOException, ModelImportException {
    try (Draft model = new Draft(file)) {
      ModelProto.Builder whole = proto.toBuilder();
      for (TensorProto.Builder tensor : whole.getGraphBuilder().getInitializerBuilderList()) {
        if (weights.containsKey(tensor.getName())) {
          include(weights.get(tensor.getName()), tensor);
        }
      }
      whole.build().writeTo(model.content());
      ModelFile finished = model.finish();
      model.move();
      Files.deleteIfExists(dataFile(file));
      return List.of(finished);
    }
  }

  private List<ModelFile> saveApart(Path file) throws IOException, ModelImportException {
    Path dataFile = dataFile(file);
    try (Draft data = new Draft(dataFile);
        Draft model = new Draft(file)) {
      ModelProto.Builder whole = proto.toBuilder();
      for (TensorProto.Builder tensor : whole.getGraphBuilder().getInitializerBuilderList()) {
        Weight weight = weights.get(tensor.getName());
        if (weight == null) {
          continue;
        }
        if (weight.bytes() < SMALLEST_OUTSIDE) {
          include(weight, tensor);
        } else {
          long offset = data.align(ALIGNMENT);
          weight.writeTo(data.content());
          refer(tensor, dataFile.getFileName().toString(), offset, weight.bytes());
        }
      }
      ModelFile weightsFile = data.finish();
      whole.addMetadataProps(entry(WEIGHTS_HASH, weightsFile.sha256()));
      whole.build().writeTo(model.content());
      ModelFile modelFile = model.finish();
      Files.deleteIfExists(file);
      data.move();
      moveOrRemove(model, dataFile);
      return List.of(modelFile, weightsFile);
    }
  }

  private static void moveOrRemove(Draft model, Path dataFile) throws IOException {
    try {
      model.move();
    } catch (IOException e) {
      Files.deleteIfExists(dataFile);
      throw e;
    }
  }

  private static void requireNoFolder(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      throw new FileSystemException(place.toString(), null, "is a folder");
    }
  }

  private static Path dataFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".data");
  }

  private static void include(Weight weight, TensorProto.Builder tensor)
      throws IOException, ModelImportException {
    try (ByteString.Output bytes = ByteString.newOutput(Math.toIntExact(weight.bytes()))) {
      weight.writeTo(bytes);
      tensor.setRawData(bytes.toByteString());
    }
  }

  private static void refer(TensorProto.Builder tensor, String location, long offset, long bytes) {
    tensor
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(bytes)));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private SortedMap<String, Integer> operators() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (NodeProto node : proto.getGraph().getNodeList()) {
      counts.merge(node.getOpType(), 1, Integer::sum);
    }
    return counts;
  }
}
