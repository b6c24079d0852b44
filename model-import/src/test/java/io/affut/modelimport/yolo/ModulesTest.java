package io.affut.modelimport.yolo;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static io.affut.modelimport.yolo.Modules.activation;
import static io.affut.modelimport.yolo.Modules.batchNorm;
import static io.affut.modelimport.yolo.Modules.conv;
import static io.affut.modelimport.yolo.Modules.conv2d;
import static io.affut.modelimport.yolo.Modules.list;
import static io.affut.modelimport.yolo.Modules.pool;
import static io.affut.modelimport.yolo.Modules.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each module beside its definition. Those that the fixtures' networks are made of are tested by
/// these too; the others only here.
class ModulesTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"4, 6, 3, 1, 1", "4, 6, 3, 2, 1", "4, 4, 3, 1, 4", "4, 8, 5, 1, 2", "3, 5, 1, 1, 1"})
  void aBatchNormIsFoldedIntoItsConvolution(int in, int out, int kernel, int stride, int groups)
      throws Exception {
    PythonObject convolution = conv2d(in, out, kernel, stride, groups);
    PythonObject block =
        conv(in, out, kernel, stride)
            .part("conv", convolution)
            .part("act", PythonObject.module("torch.nn.modules.linear.Identity"));
    Array x = Array.random(7, 1, in, 9, 11);
    Array weight = (Array) convolution.table("_parameters").get("weight");
    Array convolved = Naive.convolution(x, weight, null, stride, kernel / 2, groups);
    assertSame(run(block, x), Naive.batchNorm(convolved, block.at("bn")), TOLERANCE);
  }

  @Test
  void aConvolutionWhoseBatchNormWasFoldedAlreadyKeepsItsBias() throws Exception {
    PythonObject convolution = conv2d(3, 4, 3, 1, 1).parameter("bias", Array.random(5, 4));
    PythonObject block =
        PythonObject.module("ultralytics.nn.modules.conv.Conv")
            .part("conv", convolution)
            .part("act", activation("SiLU"));
    Array x = Array.random(7, 1, 3, 6, 5);
    Array expected =
        Naive.convolution(
            x,
            (Array) convolution.table("_parameters").get("weight"),
            (Array) convolution.table("_parameters").get("bias"),
            1,
            1,
            1);
    assertSame(run(block, x), Naive.each(expected, Naive::silu), TOLERANCE);
  }

  @Test
  void aBiasGoesThroughTheBatchNormToo() throws Exception {
    PythonObject convolution = conv2d(3, 4, 3, 1, 1).parameter("bias", Array.random(5, 4));
    PythonObject block = conv(3, 4, 3, 1).part("conv", convolution);
    Array x = Array.random(7, 1, 3, 6, 5);
    Array convolved =
        Naive.convolution(
            x,
            (Array) convolution.table("_parameters").get("weight"),
            (Array) convolution.table("_parameters").get("bias"),
            1,
            1,
            1);
    Array expected = Naive.each(Naive.batchNorm(convolved, block.at("bn")), Naive::silu);
    assertSame(run(block, x), expected, TOLERANCE);
  }

  @Test
  void aBatchNormMayLackWeightAndBias() throws Exception {
    PythonObject bare = batchNorm(4).parameter("weight", null).parameter("bias", null);
    PythonObject full = batchNorm(4);
    full.parameter("weight", new Array(new int[] {4}, new float[] {1, 1, 1, 1}));
    full.parameter("bias", new Array(new int[] {4}, new float[4]));
    Array x = Array.random(7, 1, 3, 6, 5);
    Array expected = run(conv(3, 4, 3, 1).part("bn", full), x);
    assertSame(run(conv(3, 4, 3, 1).part("bn", bare), x), expected, TOLERANCE);
  }

  @Test
  void activationsAreThoseOfTheFile() throws Exception {
    assertActivation(activation("SiLU"), Naive::silu);
    assertActivation(activation("ReLU"), x -> Math.max(0, x));
    assertActivation(activation("LeakyReLU").set("negative_slope", 0.1), x -> x < 0 ? 0.1 * x : x);
    assertActivation(activation("Hardswish"), x -> x * Math.clamp(x + 3, 0, 6) / 6);
    assertActivation(PythonObject.module("torch.nn.modules.linear.Identity"), x -> x);
  }

  @Test
  void poolingPyramidsJoinPoolingsOfSeveralSizes() throws Exception {
    PythonObject first = conv(4, 2, 1, 1);
    PythonObject last = conv(8, 5, 1, 1);
    Array x = Array.random(3, 1, 4, 16, 15);
    Array y = Naive.conv(x, first, 1);
    Array expected =
        Naive.conv(
            Naive.joined(y, Naive.maxPool(y, 5), Naive.maxPool(y, 9), Naive.maxPool(y, 13)),
            last,
            1);
    PythonObject slow =
        PythonObject.module("models.common.SPP")
            .part("cv1", first)
            .part("cv2", last)
            .part("m", list(pool(5), pool(9), pool(13)));
    PythonObject fast =
        PythonObject.module("models.common.SPPF")
            .part("cv1", first)
            .part("cv2", last)
            .part("m", pool(5));
    assertSame(run(slow, x), expected, TOLERANCE);
    assertSame(run(fast, x), expected, TOLERANCE);
  }

  @Test
  void aNewerPyramidSaysHowOftenItPoolsAndMayAddWhatArrives() throws Exception {
    PythonObject first = conv(4, 2, 1, 1);
    PythonObject last = conv(4, 4, 1, 1);
    PythonObject module =
        PythonObject.module("ultralytics.nn.modules.block.SPPF")
            .part("cv1", first)
            .part("cv2", last)
            .part("m", pool(5))
            .set("n", 1)
            .set("add", true);
    Array x = Array.random(3, 1, 4, 8, 9);
    Array y = Naive.conv(x, first, 1);
    Array expected = Naive.sum(x, Naive.conv(Naive.joined(y, Naive.maxPool(y, 5)), last, 1));
    assertSame(run(module, x), expected, TOLERANCE);
  }

  @Test
  void focusPutsTheFourPixelsOfASquareIntoChannels() throws Exception {
    PythonObject inner = conv(12, 4, 3, 1);
    PythonObject module = PythonObject.module("models.common.Focus").part("conv", inner);
    Array x = Array.random(3, 1, 3, 8, 6);
    float[] quarters = new float[12 * 4 * 3];
    int[][] starts = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
    for (int i = 0; i < quarters.length; i++) {
      int[] start = starts[i / 36];
      int channel = i / 12 % 3;
      int down = 2 * (i / 3 % 4) + start[0];
      int across = 2 * (i % 3) + start[1];
      quarters[i] = x.values()[(channel * 8 + down) * 6 + across];
    }
    Array focused = new Array(new int[] {1, 12, 4, 3}, quarters);
    assertSame(run(module, x), Naive.conv(focused, inner, 1), TOLERANCE);
  }

  @Test
  void aBottleneckAddsWhatArrivesOnlyIfItSaysSo() throws Exception {
    PythonObject first = conv(4, 2, 1, 1);
    PythonObject second = conv(2, 4, 3, 1);
    PythonObject module =
        PythonObject.module("models.common.Bottleneck")
            .part("cv1", first)
            .part("cv2", second)
            .set("add", false);
    Array x = Array.random(3, 1, 4, 6, 7);
    Array inner = Naive.conv(Naive.conv(x, first, 1), second, 1);
    assertSame(run(module, x), inner, TOLERANCE);
    assertSame(run(module.set("add", true), x), Naive.sum(x, inner), TOLERANCE);
    // As Python's `shortcut and ...` may leave it.
    assertSame(run(module.set("add", 0), x), inner, TOLERANCE);
  }

  @Test
  void enlargingRepeatsPixels() throws Exception {
    PythonObject module = upsample();
    Array x = Array.random(3, 1, 2, 3, 4);
    float[] expected = new float[2 * 6 * 8];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = x.values()[(i / 48 * 3 + i / 8 % 6 / 2) * 4 + i % 8 / 2];
    }
    assertSame(run(module, x), new Array(new int[] {1, 2, 6, 8}, expected), 0);
  }

  @Test
  void aModuleThatIsRunTwiceIsWrittenTwice() throws Exception {
    PythonObject shared = conv(4, 4, 3, 1);
    Array x = Array.random(3, 1, 4, 5, 5);
    Array expected = Naive.conv(Naive.conv(x, shared, 1), shared, 1);
    assertSame(run(sequential(shared, shared), x), expected, TOLERANCE);
  }

  @Test
  void anotherWayOfEnlargingIsRefused() {
    assertRefused(upsample().set("mode", "bilinear"))
        .hasMessage("m enlarges in another way than to the nearest");
    assertRefused(upsample().set("scale_factor", 1.5))
        .hasMessage("m has an unusable attribute scale_factor");
    assertRefused(upsample().set("scale_factor", null).set("size", List.of(8, 8)))
        .hasMessage("m has an unusable attribute scale_factor");
  }

  @Test
  void aPoolingThatRoundsUpIsRefused() {
    assertRefused(pool(5).set("ceil_mode", true)).hasMessageContaining("rounds up");
    assertRefused(pool(5).set("padding", 3)).hasMessage("m has an unusable attribute padding");
  }

  private static PythonObject upsample() {
    return PythonObject.module("torch.nn.modules.upsampling.Upsample")
        .set("mode", "nearest")
        .set("size", null)
        .set("scale_factor", 2.0);
  }

  private void assertActivation(PythonObject activation, DoubleUnaryOperator function)
      throws Exception {
    Array x = Array.random(3, 1, 4, 5, 5);
    Array wide = Naive.each(x, value -> 2.5 * value);
    Array output = run(activation, wide);
    assertThat(output.shape()).containsExactly(1, 4, 5, 5);
    assertSame(output, Naive.each(wide, function), TOLERANCE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(PythonObject module) {
    return assertThatThrownBy(() -> run(module, Array.random(3, 1, 4, 16, 16)))
        .isInstanceOf(ModelImportException.class);
  }

  private Array run(PythonObject module, Array input) throws ModelImportException {
    return ModuleRun.of(module, input, folder);
  }
}
