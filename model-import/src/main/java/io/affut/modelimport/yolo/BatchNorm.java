package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.Arrays;

/// What a trained `BatchNorm2d` does to each channel: `scale * x + shift`.
///
/// It is `weight * (x - running_mean) / sqrt(running_var + eps) + bias`, as
/// [PyTorch](https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html) defines it.
record BatchNorm(double[] scale, double[] shift) {
  static BatchNorm of(TorchModule module, int channels) throws ModelImportException {
    if (!module.kind().equals("nn.BatchNorm2d")) {
      throw module.refusal("should be a BatchNorm2d, but is a " + module.type());
    }
    float[] mean = module.numbers("running_mean", channels);
    float[] variance = module.numbers("running_var", channels);
    float[] weight = orElse(module, "weight", channels, 1);
    float[] bias = orElse(module, "bias", channels, 0);
    double epsilon = module.number("eps");
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = weight[c] / Math.sqrt(variance[c] + epsilon);
      if (!Double.isFinite(scale[c])) {
        throw module.refusal("has a variance that cannot be computed with: " + variance[c]);
      }
      shift[c] = bias[c] - mean[c] * scale[c];
    }
    return new BatchNorm(scale, shift);
  }

  /// The numbers of a parameter that a norm need not have.
  private static float[] orElse(TorchModule module, String name, int channels, float otherwise)
      throws ModelImportException {
    if (module.parameter(name).isPresent()) {
      return module.numbers(name, channels);
    }
    float[] numbers = new float[channels];
    Arrays.fill(numbers, otherwise);
    return numbers;
  }
}
