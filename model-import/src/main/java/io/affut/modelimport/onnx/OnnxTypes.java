package io.affut.modelimport.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.affut.modelimport.ElementType;

/// The numbers that ONNX gives to element types.
public final class OnnxTypes {
  private OnnxTypes() {}

  /// The `TensorProto.DataType` of a type, as the `to` attribute of Cast takes it.
  public static int code(ElementType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case INT32 -> TensorProto.DataType.INT32_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
      case UINT8 -> TensorProto.DataType.UINT8_VALUE;
    };
  }
}
