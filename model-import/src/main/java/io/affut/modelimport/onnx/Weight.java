package io.affut.modelimport.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.io.OutputStream;

/// A constant tensor whose numbers come when the model is saved.
///
/// @param header the tensor without its numbers
/// @param title what a user knows it by
/// @param source gives the numbers
record Weight(TensorProto header, String title, WeightSource source) {
  private boolean isHalf() {
    return header.getDataType() == TensorProto.DataType.FLOAT16_VALUE;
  }

  /// The size that it takes in the file.
  long bytes() {
    return elements(header.getDimsList()) * (isHalf() ? Short.BYTES : Float.BYTES);
  }

  /// How many numbers a tensor of this shape has.
  static long elements(Iterable<? extends Number> shape) {
    long product = 1;
    for (Number extent : shape) {
      product = Math.multiplyExact(product, extent.longValue());
    }
    return product;
  }

  /// Writes the numbers as they are stored.
  void writeTo(OutputStream target) throws IOException, ModelImportException {
    CountedOutput counted = new CountedOutput(target);
    if (isHalf()) {
      writeHalves(counted);
    } else {
      source.writeTo(counted);
    }
    if (counted.count() != bytes()) {
      throw new IllegalStateException(
          "%s gave %d bytes instead of %d".formatted(title, counted.count(), bytes()));
    }
  }

  private void writeHalves(OutputStream target) throws IOException, ModelImportException {
    HalfFloats halves = new HalfFloats(target);
    source.writeTo(halves);
    halves.flush();
    if (halves.tooLarge().isPresent()) {
      throw new ModelImportException(
          "the weight %s holds %s, which 16-bit floats cannot hold; store the weights as f32"
              .formatted(title, (float) halves.tooLarge().getAsDouble()));
    }
  }
}
