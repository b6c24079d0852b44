package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.WeightSource;
import io.affut.modelimport.pytorch.Tensor;
import java.util.List;
import java.util.Optional;

/// The numbers of a convolution: `[channels out, channels in, height, width]`, and a bias.
///
/// A batch norm behind it is folded into them, in 64-bit arithmetic: the kernel of each channel is
/// multiplied by the norm's scale, and its shift is the bias.
final class Kernel {
  /// The largest kernel of YOLOv5x6 has 15 million.
  private static final long MOST_NUMBERS = 1 << 25;

  private final TorchModule module;
  private final Tensor weight;
  private final Optional<Tensor> bias;
  private final Optional<BatchNorm> norm;

  private Kernel(
      TorchModule module, Tensor weight, Optional<Tensor> bias, Optional<BatchNorm> norm) {
    this.module = module;
    this.weight = weight;
    this.bias = bias;
    this.norm = norm;
  }

  /// @param module a `Conv2d`
  /// @param norm a `BatchNorm2d` behind it
  static Kernel of(TorchModule module, Optional<TorchModule> norm) throws ModelImportException {
    Tensor weight = module.tensor("weight");
    if (weight.shape().size() != 4
        || weight.shape().getFirst() > FeatureMap.MOST_CHANNELS
        || weight.count() < 1
        || weight.count() > MOST_NUMBERS) {
      throw module.refusal("has a kernel of the shape " + weight.shape());
    }
    int channels = weight.shape().getFirst().intValue();
    Optional<Tensor> bias = module.parameter("bias");
    if (bias.isPresent() && bias.get().count() != channels) {
      throw module.refusal("has %d biases for %d channels".formatted(bias.get().count(), channels));
    }
    Optional<BatchNorm> folded =
        norm.isPresent() ? Optional.of(BatchNorm.of(norm.get(), channels)) : Optional.empty();
    return new Kernel(module, weight, bias, folded);
  }

  /// `[channels out, channels in of a group, height, width]`.
  List<Integer> shape() {
    return weight.shape().stream().map(Long::intValue).toList();
  }

  boolean hasBias() {
    return bias.isPresent() || norm.isPresent();
  }

  /// Gives the kernel when the file is written.
  WeightSource weights() {
    return target -> {
      float[] numbers = weight.floats();
      int each = numbers.length / shape().getFirst();
      for (int i = 0; i < numbers.length; i++) {
        double scale = norm.isPresent() ? norm.get().scale()[i / each] : 1;
        numbers[i] = finite(numbers[i] * scale);
      }
      WeightSource.of(numbers).writeTo(target);
    };
  }

  /// Gives the biases when the file is written.
  WeightSource biases() {
    return target -> {
      int channels = shape().getFirst();
      float[] numbers = bias.isPresent() ? bias.get().floats() : new float[channels];
      if (norm.isPresent()) {
        for (int c = 0; c < channels; c++) {
          numbers[c] = (float) (numbers[c] * norm.get().scale()[c] + norm.get().shift()[c]);
        }
      }
      for (float number : numbers) {
        finite(number);
      }
      WeightSource.of(numbers).writeTo(target);
    };
  }

  private float finite(double number) throws ModelImportException {
    float written = (float) number;
    if (!Float.isFinite(written)) {
      throw module.refusal("has a weight that is " + written);
    }
    return written;
  }
}
