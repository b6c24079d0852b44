package io.affut.modelimport.yolo;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static io.affut.modelimport.yolo.Modules.conv;
import static io.affut.modelimport.yolo.Modules.conv2d;
import static io.affut.modelimport.yolo.Modules.list;
import static io.affut.modelimport.yolo.Modules.pool;
import static io.affut.modelimport.yolo.Modules.sequential;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.Array;
import io.affut.modelimport.ModelImportException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each module of YOLOv9, YOLOv10 and YOLO12 beside its definition.
class NewerModulesTest {
  private static final double TOLERANCE = 1e-4;
  private static final String BLOCK = "ultralytics.nn.modules.block.";
  private static final String CONV = "ultralytics.nn.modules.conv.";

  @TempDir Path folder;

  @Test
  void elanJoinsBothHalvesAndWhatEachPartGives() throws Exception {
    PythonObject first = conv(4, 6, 1, 1);
    PythonObject second = conv(3, 2, 3, 1);
    PythonObject third = conv(2, 2, 3, 1);
    PythonObject last = conv(10, 5, 1, 1);
    Array x = Array.random(3, 1, 4, 7, 6);
    Array both = Naive.conv(x, first, 1);
    Array deep = Naive.conv(half(both, 1), second, 1);
    Array expected = Naive.conv(Naive.joined(both, deep, Naive.conv(deep, third, 1)), last, 1);
    for (String kind : new String[] {"ELAN1", "RepNCSPELAN4"}) {
      PythonObject module =
          PythonObject.module(BLOCK + kind)
              .part("cv1", first)
              .part("cv2", second)
              .part("cv3", third)
              .part("cv4", last);
      assertSame(run(module, x), expected, TOLERANCE);
    }
  }

  @Test
  void thePyramidOfElanPoolsThreeTimes() throws Exception {
    PythonObject first = conv(4, 2, 1, 1);
    PythonObject last = conv(8, 5, 1, 1);
    // The poolings of YOLOv9's repository are within a module each.
    PythonObject module =
        PythonObject.module(BLOCK + "SPPELAN")
            .part("cv1", first)
            .part("cv2", PythonObject.module("models.common.SP").part("m", pool(5)))
            .part("cv3", pool(5))
            .part("cv4", pool(5))
            .part("cv5", last);
    Array x = Array.random(3, 1, 4, 9, 8);
    Array y = Naive.conv(x, first, 1);
    Array joined = Naive.joined(y, Naive.maxPool(y, 5), Naive.maxPool(y, 9), Naive.maxPool(y, 13));
    assertSame(run(module, x), Naive.conv(joined, last, 1), TOLERANCE);
  }

  @Test
  void aPictureIsHalvedFromTheMeansOfItsSquares() throws Exception {
    PythonObject down = conv(4, 5, 3, 2);
    Array x = Array.random(3, 1, 4, 8, 10);
    PythonObject plain = PythonObject.module(BLOCK + "AConv").part("cv1", down);
    assertSame(run(plain, x), Naive.conv(Naive.means(x), down, 2), TOLERANCE);

    PythonObject left = conv(2, 3, 3, 2);
    PythonObject right = conv(2, 3, 1, 1);
    PythonObject twoWays =
        PythonObject.module(BLOCK + "ADown").part("cv1", left).part("cv2", right);
    Array means = Naive.means(x);
    Array pooled = Naive.everySecond(Naive.maxPool(half(means, 1), 3));
    Array expected =
        Naive.joined(Naive.conv(half(means, 0), left, 2), Naive.conv(pooled, right, 1));
    assertSame(run(twoWays, x), expected, TOLERANCE);
  }

  @Test
  void channelsAndPlacesAreHalvedApart() throws Exception {
    PythonObject first = conv(4, 6, 1, 1);
    PythonObject second = conv(6, 6, 3, 2);
    PythonObject module =
        PythonObject.module(BLOCK + "SCDown").part("cv1", first).part("cv2", second);
    Array x = Array.random(3, 1, 4, 8, 6);
    assertSame(run(module, x), Naive.conv(Naive.conv(x, first, 1), second, 2), TOLERANCE);
  }

  @Test
  void convolutionsSideBySideAreAddedBeforeTheActivation() throws Exception {
    PythonObject wide = linear(conv(4, 4, 3, 1));
    PythonObject narrow = linear(conv(4, 4, 1, 1));
    Array x = Array.random(3, 1, 4, 6, 7);
    Array sum = Naive.sum(bare(x, wide), bare(x, narrow));
    Array expected = Naive.each(sum, Naive::silu);
    PythonObject rep =
        PythonObject.module(CONV + "RepConv")
            .part("conv1", wide)
            .part("conv2", narrow)
            .part("bn", null)
            .part("act", Modules.activation("SiLU"));
    assertSame(run(rep, x), expected, TOLERANCE);
    PythonObject depthwise =
        PythonObject.module(BLOCK + "RepVGGDW")
            .part("conv", wide)
            .part("conv1", narrow)
            .part("act", Modules.activation("SiLU"));
    assertSame(run(depthwise, x), expected, TOLERANCE);
  }

  @Test
  void convolutionsThatWereFoldedIntoOneAlreadyAreThat() throws Exception {
    PythonObject folded = conv2d(4, 4, 3, 1, 1).parameter("bias", Array.random(5, 4));
    Array x = Array.random(3, 1, 4, 6, 7);
    Array weight = (Array) folded.table("_parameters").get("weight");
    Array bias = (Array) folded.table("_parameters").get("bias");
    Array expected = Naive.each(Naive.convolution(x, weight, bias, 1, 1, 1), Naive::silu);
    for (String kind : new String[] {CONV + "RepConv", BLOCK + "RepVGGDW"}) {
      PythonObject module =
          PythonObject.module(kind).part("conv", folded).part("act", Modules.activation("SiLU"));
      assertSame(run(module, x), expected, TOLERANCE);
    }
  }

  @Test
  void aWayAroundThroughABatchNormIsRefused() {
    PythonObject rep = PythonObject.module(CONV + "RepConv").part("bn", Modules.batchNorm(4));
    assertThatThrownBy(() -> run(rep, Array.random(3, 1, 4, 6, 7)))
        .isInstanceOf(ModelImportException.class)
        .hasMessage("m adds what arrives through a batch norm, which is not known");
  }

  @Test
  void aGhostIsJoinedWithWhatItIsMadeOf() throws Exception {
    PythonObject first = conv(4, 3, 1, 1);
    PythonObject ghost = conv(3, 3, 5, 1);
    PythonObject module =
        PythonObject.module(CONV + "GhostConv").part("cv1", first).part("cv2", ghost);
    Array x = Array.random(3, 1, 4, 6, 7);
    Array y = Naive.conv(x, first, 1);
    assertSame(run(module, x), Naive.joined(y, Naive.conv(y, ghost, 1)), TOLERANCE);

    PythonObject deep = conv(4, 5, 3, 1);
    PythonObject shallow = conv(4, 5, 1, 1);
    PythonObject bottleneck =
        PythonObject.module(BLOCK + "GhostBottleneck")
            .part("conv", sequential(deep))
            .part("shortcut", sequential(shallow));
    Array expected = Naive.sum(Naive.conv(x, deep, 1), Naive.conv(x, shallow, 1));
    assertSame(run(bottleneck, x), expected, TOLERANCE);
  }

  @Test
  void onlyTheFirstHalfGoesThroughThePartsOfC2() throws Exception {
    PythonObject first = conv(4, 6, 1, 1);
    PythonObject deep = conv(3, 3, 3, 1);
    PythonObject last = conv(6, 5, 1, 1);
    PythonObject module =
        PythonObject.module(BLOCK + "C2")
            .part("cv1", first)
            .part("m", sequential(deep))
            .part("cv2", last);
    Array x = Array.random(3, 1, 4, 6, 7);
    Array both = Naive.conv(x, first, 1);
    Array joined = Naive.joined(Naive.conv(half(both, 0), deep, 1), half(both, 1));
    assertSame(run(module, x), Naive.conv(joined, last, 1), TOLERANCE);
  }

  @Test
  void anInvertedBottleneckAddsWhatArrivesOnlyIfItSaysSo() throws Exception {
    PythonObject inner = conv(4, 4, 3, 1);
    PythonObject module =
        PythonObject.module(BLOCK + "CIB").part("cv1", sequential(inner)).set("add", false);
    Array x = Array.random(3, 1, 4, 6, 7);
    assertSame(run(module, x), Naive.conv(x, inner, 1), TOLERANCE);
    assertSame(run(module.set("add", true), x), Naive.sum(x, Naive.conv(x, inner, 1)), TOLERANCE);
  }

  @Test
  void attentionLooksOnlyAtTheCellsOfItsArea() throws Exception {
    int heads = 2;
    int width = 3;
    PythonObject packed = linear(conv(6, 18, 1, 1));
    PythonObject places = linear(conv(6, 6, 3, 1));
    PythonObject last = linear(conv(6, 6, 1, 1));
    PythonObject module =
        PythonObject.module(BLOCK + "AAttn")
            .set("num_heads", heads)
            .set("head_dim", width)
            .part("qkv", packed)
            .part("pe", places)
            .part("proj", last);
    Array x = Array.random(3, 1, 6, 4, 5);
    for (int areas : new int[] {1, 2, 4}) {
      Array qkv = bare(x, packed);
      Array values = Array.random(0, 1, 6, 4, 5);
      Array mixed = Array.random(0, 1, 6, 4, 5);
      for (int head = 0; head < heads; head++) {
        attend(qkv.values(), 20, 20 / areas, head * 3 * width, width, mixed, values, head * width);
      }
      Array sum = Naive.sum(mixed, bare(values, places));
      assertSame(run(module.set("area", areas), x), bare(sum, last), TOLERANCE);
    }
  }

  /// What one head of an attention makes, by its definition.
  private static void attend(
      float[] packed, int cells, int area, int from, int width, Array mixed, Array values, int to) {
    for (int cell = 0; cell < cells; cell++) {
      int first = cell / area * area;
      double[] shares = new double[area];
      for (int other = 0; other < area; other++) {
        double product = 0;
        for (int i = 0; i < width; i++) {
          product +=
              packed[(from + i) * cells + cell]
                  * packed[(from + width + i) * cells + first + other];
        }
        shares[other] = Math.exp(product / Math.sqrt(width));
      }
      double all = Arrays.stream(shares).sum();
      for (int i = 0; i < width; i++) {
        int row = (from + 2 * width + i) * cells;
        double sum = 0;
        for (int other = 0; other < area; other++) {
          sum += shares[other] / all * packed[row + first + other];
        }
        mixed.values()[(to + i) * cells + cell] = (float) sum;
        values.values()[(to + i) * cells + cell] = packed[row + cell];
      }
    }
  }

  @Test
  void whatArrivesIsAddedToTheCollectedTimesAFactorForEachChannel() throws Exception {
    PythonObject first = conv(4, 2, 1, 1);
    PythonObject part = conv(2, 2, 3, 1);
    PythonObject last = conv(4, 4, 1, 1);
    PythonObject module =
        PythonObject.module(BLOCK + "A2C2f")
            .part("cv1", first)
            .part("m", list(sequential(part)))
            .part("cv2", last)
            .set("gamma", null);
    Array x = Array.random(3, 1, 4, 6, 7);
    Array y = Naive.conv(x, first, 1);
    Array collected = Naive.conv(Naive.joined(y, Naive.conv(y, part, 1)), last, 1);
    assertSame(run(module, x), collected, TOLERANCE);

    Array factors = Array.random(9, 4);
    Array scaled = new Array(collected.shape(), collected.values().clone());
    for (int i = 0; i < scaled.values().length; i++) {
      scaled.values()[i] *= factors.values()[i / 42];
    }
    PythonObject residual = module.unset("gamma").parameter("gamma", factors);
    assertSame(run(residual, x), Naive.sum(x, scaled), TOLERANCE);
  }

  /// A `Conv` without an activation.
  private static PythonObject linear(PythonObject conv) {
    return conv.part("act", PythonObject.module("torch.nn.modules.linear.Identity"));
  }

  /// What [#linear] makes.
  private static Array bare(Array input, PythonObject module) {
    Array weight = (Array) module.at("conv").table("_parameters").get("weight");
    Array convolved = Naive.convolution(input, weight, null, 1, weight.shape()[2] / 2, 1);
    return Naive.batchNorm(convolved, module.at("bn"));
  }

  private static Array half(Array input, int which) {
    int[] shape = input.shape().clone();
    shape[1] /= 2;
    int size = input.values().length / 2;
    return new Array(shape, Arrays.copyOfRange(input.values(), which * size, (which + 1) * size));
  }

  private Array run(PythonObject module, Array input) throws ModelImportException {
    return ModuleRun.of(module, input, folder);
  }
}
