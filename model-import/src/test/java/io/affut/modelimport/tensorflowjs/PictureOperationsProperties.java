package io.affut.modelimport.tensorflowjs;

import static io.affut.modelimport.ArrayAssert.assertSame;

import io.affut.modelimport.Array;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.tensorflowjs.NaivePictures.Moves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Operations on pictures, of whatever size, give what TensorFlow's definition of them gives.
class PictureOperationsProperties {
  private static final double TOLERANCE = 2e-5;

  @Property(tries = 150)
  void aConvolutionIsThatOfTensorFlow(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kernelHeight,
      @ForAll @IntRange(min = 1, max = 5) int kernelWidth,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll boolean same)
      throws Exception {
    Assume.that(same || height >= kernelHeight && width >= kernelWidth);
    Array picture = Array.random(1, 1, height, width, 2 * groups);
    Array kernel = Array.random(2, kernelHeight, kernelWidth, 2, 3 * groups);
    Moves moves = new Moves(stride, stride + 1, 1, 1, same);
    assertConverts(
        "Conv2D", picture, kernel, moves, NaivePictures.convolution(picture, kernel, moves));
  }

  @Property(tries = 100)
  void aDilatedConvolutionIsThatOfTensorFlow(
      @ForAll @IntRange(min = 5, max = 11) int height,
      @ForAll @IntRange(min = 5, max = 11) int width,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll boolean same)
      throws Exception {
    Array picture = Array.random(1, 1, height, width, 2);
    Array weights = Array.random(2, kernel, kernel, 2, 3);
    Moves moves = new Moves(1, 1, dilation, dilation, same);
    assertConverts(
        "Conv2D", picture, weights, moves, NaivePictures.convolution(picture, weights, moves));
  }

  @Property(tries = 150)
  void aDepthwiseConvolutionIsThatOfTensorFlow(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll boolean same)
      throws Exception {
    Assume.that(same || Math.min(height, width) >= kernel);
    Array picture = Array.random(1, 1, height, width, channels);
    Array weights = Array.random(2, kernel, kernel, channels, multiplier);
    Moves moves = new Moves(stride, stride, 1, 1, same);
    assertConverts(
        "DepthwiseConv2dNative",
        picture,
        weights,
        moves,
        NaivePictures.depthwise(picture, weights, moves));
  }

  @Property(tries = 150)
  void poolingIsThatOfTensorFlow(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 4) int kernelY,
      @ForAll @IntRange(min = 1, max = 4) int kernelX,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll boolean mean,
      @ForAll boolean same)
      throws Exception {
    Assume.that(same || height >= kernelY && width >= kernelX);
    Array picture = Array.random(3, 1, height, width, 2);
    Moves moves = new Moves(stride, stride, 1, 1, same);
    Array expected = NaivePictures.pool(picture, kernelY, kernelX, moves, mean);
    inFolder(folder -> {
      GraphModelFile model =
          GraphModelFile.in(folder)
              .input("x", picture.shape())
              .node(
                  "y",
                  mean ? "AvgPool" : "MaxPool",
                  "x",
                  """
                  "ksize": {"list": {"i": ["1", "%d", "%d", "1"]}}, %s\
                  """
                      .formatted(kernelY, kernelX, attributes(moves)));
      assertGives(model, picture, expected);
    });
  }

  @Property(tries = 150)
  void resizingIsThatOfTensorFlow(
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll @IntRange(min = 1, max = 3) int timesY,
      @ForAll @IntRange(min = 1, max = 3) int timesX,
      @ForAll boolean larger,
      @ForAll boolean linear,
      @ForAll @IntRange(min = 0, max = 2) int alignment)
      throws Exception {
    Array picture =
        larger
            ? Array.random(4, 1, height, width, 3)
            : Array.random(4, 1, height * timesY, width * timesX, 3);
    int rows = larger ? height * timesY : height;
    int columns = larger ? width * timesX : width;
    boolean corners = alignment == 1;
    boolean centres = alignment == 2;
    Array expected =
        linear
            ? NaivePictures.bilinear(picture, rows, columns, corners, centres)
            : NaivePictures.nearest(picture, rows, columns, corners, centres);
    inFolder(folder -> {
      GraphModelFile model =
          GraphModelFile.in(folder)
              .input("x", picture.shape())
              .integers("size", rows, columns)
              .node(
                  "y",
                  linear ? "ResizeBilinear" : "ResizeNearestNeighbor",
                  "x size",
                  """
                  "align_corners": {"b": %s}, "half_pixel_centers": {"b": %s}\
                  """
                      .formatted(corners, centres));
      assertGives(model, picture, expected);
    });
  }

  private static void assertConverts(
      String operation, Array picture, Array kernel, Moves moves, Array expected) throws Exception {
    inFolder(folder -> {
      GraphModelFile model =
          GraphModelFile.in(folder)
              .input("x", picture.shape())
              .floats("kernel", kernel.shape(), kernel.values())
              .node("y", operation, "x kernel", attributes(moves));
      assertGives(model, picture, expected);
    });
  }

  private static void assertGives(GraphModelFile model, Array picture, Array expected)
      throws Exception {
    model.convert("y");
    Array y = Onnx.run(model.onnx(), Map.of("x", twice(picture))).get("y");
    assertSame(y, twice(expected), TOLERANCE);
  }

  /// A batch of two, since each operation on pictures is done to batches of any size.
  private static Array twice(Array picture) {
    float[] once = picture.values();
    float[] values = Arrays.copyOf(once, 2 * once.length);
    System.arraycopy(once, 0, values, once.length, once.length);
    int[] shape = picture.shape().clone();
    shape[0] *= 2;
    return new Array(shape, values);
  }

  private static String attributes(Moves moves) {
    return """
    "padding": {"s": text('%s')}, "data_format": {"s": text('NHWC')},
    "strides": {"list": {"i": ["1", "%d", "%d", "1"]}},
    "dilations": {"list": {"i": ["1", "%d", "%d", "1"]}}\
    """
        .formatted(
            moves.same() ? "SAME" : "VALID",
            moves.strideY(),
            moves.strideX(),
            moves.dilationY(),
            moves.dilationX());
  }

  @FunctionalInterface
  private interface Check {
    void in(Path folder) throws Exception;
  }

  private static void inFolder(Check check) throws Exception {
    Path folder = Files.createTempDirectory("graph-model");
    try {
      check.in(folder);
    } finally {
      for (String name : new String[] {"model.json", "weights.bin", "model.onnx"}) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }
}
