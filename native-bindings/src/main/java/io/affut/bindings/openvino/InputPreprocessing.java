package io.affut.bindings.openvino;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// What is done to one input inside the compiled model, before its own first layer: the caller's
/// tensor is converted to f32, its channels are reversed, the mean is subtracted, the result is
/// divided by the scale, and it is brought to the model's layout and type, in this order.
///
/// ```java
/// var bytesToUnitFloats =
///     InputPreprocessing.of(0, ElementType.U8, "NHWC", "NCHW").withScale(255f);
/// ```
///
/// @param input the index of the input
/// @param tensorType the type of the caller's elements
/// @param tensorLayout the caller's layout, a letter a dimension: `NHWC`
/// @param modelLayout the layout that the model was made with: `NCHW` or `NHWC`
/// @param mean what to subtract, in the model's channel order: nothing, one number for all
///   channels, or one for each
/// @param scale what to divide by, likewise
/// @param reverseChannels whether the caller's channels are in the opposite order of the model's
/// @param size the fixed size of the caller's picture, where the model leaves it open
public record InputPreprocessing(
    int input,
    ElementType tensorType,
    String tensorLayout,
    String modelLayout,
    float[] mean,
    float[] scale,
    boolean reverseChannels,
    Optional<SpatialSize> size) {

  /// Copies the arrays.
  public InputPreprocessing {
    Objects.requireNonNull(tensorType);
    Objects.requireNonNull(tensorLayout);
    Objects.requireNonNull(modelLayout);
    Objects.requireNonNull(size);
    mean = mean.clone();
    scale = scale.clone();
    for (float divisor : scale) {
      if (divisor == 0 || !Float.isFinite(divisor)) {
        throw new IllegalArgumentException("nothing can be divided by a scale of " + divisor);
      }
    }
  }

  /// Type and layout alone.
  public static InputPreprocessing of(
      int input, ElementType tensorType, String tensorLayout, String modelLayout) {
    return new InputPreprocessing(
        input,
        tensorType,
        tensorLayout,
        modelLayout,
        new float[0],
        new float[0],
        false,
        Optional.empty());
  }

  /// The same with this subtracted.
  public InputPreprocessing withMean(float... subtracted) {
    return new InputPreprocessing(
        input, tensorType, tensorLayout, modelLayout, subtracted, scale, reverseChannels, size);
  }

  /// The same, divided by this.
  public InputPreprocessing withScale(float... divisors) {
    return new InputPreprocessing(
        input, tensorType, tensorLayout, modelLayout, mean, divisors, reverseChannels, size);
  }

  /// The same with the channels reversed.
  public InputPreprocessing withReversedChannels() {
    return new InputPreprocessing(
        input, tensorType, tensorLayout, modelLayout, mean, scale, true, size);
  }

  /// The same for pictures of this size only.
  public InputPreprocessing withSize(int height, int width) {
    return new InputPreprocessing(
        input,
        tensorType,
        tensorLayout,
        modelLayout,
        mean,
        scale,
        reverseChannels,
        Optional.of(new SpatialSize(height, width)));
  }

  /// A copy.
  @Override
  public float[] mean() {
    return mean.clone();
  }

  /// A copy.
  @Override
  public float[] scale() {
    return scale.clone();
  }

  /// By content, the arrays too.
  @Override
  public boolean equals(Object other) {
    return other instanceof InputPreprocessing that
        && input == that.input
        && tensorType == that.tensorType
        && tensorLayout.equals(that.tensorLayout)
        && modelLayout.equals(that.modelLayout)
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(scale, that.scale)
        && reverseChannels == that.reverseChannels
        && size.equals(that.size);
  }

  /// Fits [#equals].
  @Override
  public int hashCode() {
    return Objects.hash(
        input,
        tensorType,
        tensorLayout,
        modelLayout,
        Arrays.hashCode(mean),
        Arrays.hashCode(scale),
        reverseChannels,
        size);
  }
}
