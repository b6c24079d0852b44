package io.affut.modelimport;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// An ONNX file, read and computed with by ONNX Runtime.
public final class Onnx {
  private Onnx() {}

  /// What the file holds.
  public static ModelProto read(Path file) {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs the network and gives its outputs by name.
  public static Map<String, Array> run(Path file, Map<String, Array> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try (var options = new OrtSession.SessionOptions();
        var session = environment.createSession(file.toString(), options)) {
      for (var input : inputs.entrySet()) {
        long[] shape = Arrays.stream(input.getValue().shape()).asLongStream().toArray();
        FloatBuffer values = FloatBuffer.wrap(input.getValue().values());
        tensors.put(input.getKey(), OnnxTensor.createTensor(environment, values, shape));
      }
      Map<String, Array> outputs = new LinkedHashMap<>();
      try (var results = session.run(tensors)) {
        for (var result : results) {
          outputs.put(result.getKey(), array((OnnxTensor) result.getValue()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the network: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static Array array(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    int[] shape = Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray();
    float[] values = new float[(int) info.getNumElements()];
    switch (info.type) {
      case FLOAT -> tensor.getFloatBuffer().get(values);
      case INT32 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = tensor.getIntBuffer().get(i);
        }
      }
      case BOOL, UINT8 -> {
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.get(i);
        }
      }
      default -> throw new AssertionError("no output of the type " + info.type + " is expected");
    }
    return new Array(shape, values);
  }
}
