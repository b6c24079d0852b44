package io.affut.modelimport;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an ONNX file of others says of itself. Its weights are skipped, so a large file takes no
/// more memory than a small one.
///
/// @param inputs what the network takes
/// @param outputs what it gives
/// @param metadata what its maker has noted, such as `names` and `license`
/// @param weightFiles the names of the files, relative to it, that weights lie in (ONNX's external
///   data)
public record OnnxFile(
    List<Port> inputs, List<Port> outputs, Map<String, String> metadata, Set<String> weightFiles) {

  /// Keeps copies of the collections.
  public OnnxFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
    weightFiles = Set.copyOf(weightFiles);
  }

  /// An input or an output.
  ///
  /// @param extents outermost first; -1 for one that may differ from run to run
  public record Port(String name, List<Long> extents) {}

  /// More than any description of a port or a note takes.
  private static final int LARGEST_PART = 1 << 20;

  // Field numbers of onnx.proto.
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_METADATA = 14;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_EXTERNAL_DATA = 13;

  /// Reads a file.
  ///
  /// @throws ModelImportException when it cannot be read, or is no ONNX file
  public static OnnxFile read(Path file) throws ModelImportException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      Reader reader = new Reader(CodedInputStream.newInstance(in));
      reader.model();
      if (reader.outputs.isEmpty()) {
        throw new ModelImportException(file + " is no ONNX file: it has no network in it");
      }
      reader.inputs.removeIf(port -> reader.constants.contains(port.name()));
      return new OnnxFile(reader.inputs, reader.outputs, reader.metadata, reader.weightFiles);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelImportException(file + " is no ONNX file, or is damaged", e);
    } catch (IOException e) {
      throw new ModelImportException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// Goes through the messages of a file once.
  private static final class Reader {
    final List<Port> inputs = new ArrayList<>();
    final List<Port> outputs = new ArrayList<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    final Set<String> weightFiles = new LinkedHashSet<>();
    final Set<String> constants = new HashSet<>();
    private final CodedInputStream in;

    Reader(CodedInputStream in) {
      this.in = in;
    }

    void model() throws IOException {
      for (int tag; (tag = in.readTag()) != 0; ) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case MODEL_GRAPH -> inside(tag, this::graph);
          case MODEL_METADATA -> {
            var entry = StringStringEntryProto.parseFrom(part(tag));
            metadata.put(entry.getKey(), entry.getValue());
          }
          default -> in.skipField(tag);
        }
      }
    }

    private void graph(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case GRAPH_INITIALIZER -> inside(tag, this::tensor);
        case GRAPH_INPUT -> inputs.add(port(ValueInfoProto.parseFrom(part(tag))));
        case GRAPH_OUTPUT -> outputs.add(port(ValueInfoProto.parseFrom(part(tag))));
        default -> in.skipField(tag);
      }
    }

    private void tensor(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case TENSOR_NAME -> constants.add(in.readStringRequireUtf8());
        case TENSOR_EXTERNAL_DATA -> {
          var entry = StringStringEntryProto.parseFrom(part(tag));
          if (entry.getKey().equals("location")) {
            weightFiles.add(entry.getValue());
          }
        }
        default -> in.skipField(tag);
      }
    }

    private byte[] part(int tag) throws IOException {
      requireLength(tag);
      int length = in.readRawVarint32();
      if (length < 0 || length > LARGEST_PART) {
        throw new InvalidProtocolBufferException("a part of " + length + " bytes");
      }
      return in.readRawBytes(length);
    }

    /// Reads the fields of a message within this one.
    private void inside(int tag, Field field) throws IOException {
      requireLength(tag);
      int outer = in.pushLimit(in.readRawVarint32());
      for (int inner; (inner = in.readTag()) != 0; ) {
        field.read(inner);
      }
      in.popLimit(outer);
    }

    private static void requireLength(int tag) throws InvalidProtocolBufferException {
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        throw new InvalidProtocolBufferException("no message where one should be");
      }
    }

    private interface Field {
      void read(int tag) throws IOException;
    }

    private static Port port(ValueInfoProto info) {
      TensorShapeProto shape = info.getType().getTensorType().getShape();
      return new Port(
          info.getName(),
          shape.getDimList().stream().map(d -> d.hasDimValue() ? d.getDimValue() : -1L).toList());
    }
  }
}
