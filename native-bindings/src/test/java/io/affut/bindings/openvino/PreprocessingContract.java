package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Preprocessing that is compiled into the model, compared with the same in plain Java.
interface PreprocessingContract extends OpenVinoUnderTest {
  int HEIGHT = 5;
  int WIDTH = 7;
  int CHANNELS = 3;

  /// Runs `scaling`, by one, behind the preprocessing, on bytes in NHWC; the result is NCHW.
  private float[] run(InputPreprocessing preprocessing, byte[] picture) {
    try (Arena memory = Arena.ofConfined();
        Model model = core().read(SmallModels.scaling(), SmallModels.weights(1))) {
      Model prepared = model.withPreprocessing(preprocessing);
      assertThat(prepared).isSameAs(model);
      assertThat(model.inputs().getFirst().type()).isEqualTo(ElementType.U8);
      try (CompiledModel compiled = core().compile(prepared, "CPU", EXACT);
          InferRequest request = compiled.newRequest()) {
        MemorySegment pixels = memory.allocate(picture.length, 64);
        pixels.copyFrom(MemorySegment.ofArray(picture));
        long[] shape = {1, HEIGHT, WIDTH, CHANNELS};
        try (Tensor input = openVino().tensor(ElementType.U8, shape, pixels)) {
          request.setInput(0, input);
        }
        request.infer();
        try (Tensor output = request.output(0)) {
          assertThat(output.shape()).containsExactly(1, CHANNELS, HEIGHT, WIDTH);
          return output.data().toArray(JAVA_FLOAT);
        }
      }
    }
  }

  /// One element in plain Java: `(picture - mean) / scale`, of a channel of the result.
  private static float expected(byte[] picture, InputPreprocessing p, int channel, int y, int x) {
    int from = p.reverseChannels() ? CHANNELS - 1 - channel : channel;
    float value = picture[(y * WIDTH + x) * CHANNELS + from] & 0xff;
    float[] mean = p.mean();
    float[] scale = p.scale();
    if (mean.length > 0) {
      value -= mean[mean.length == 1 ? 0 : channel];
    }
    if (scale.length > 0) {
      value /= scale[scale.length == 1 ? 0 : channel];
    }
    return value;
  }

  private void agrees(InputPreprocessing preprocessing) {
    byte[] picture = new byte[HEIGHT * WIDTH * CHANNELS];
    new Random(42).nextBytes(picture);
    float[] result = run(preprocessing, picture);
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          assertThat(result[(channel * HEIGHT + y) * WIDTH + x])
              .as("channel %d, row %d, column %d", channel, y, x)
              .isCloseTo(expected(picture, preprocessing, channel, y, x), within(1e-5f));
        }
      }
    }
  }

  private static InputPreprocessing bytes() {
    return InputPreprocessing.of(0, ElementType.U8, "NHWC", "NCHW");
  }

  @Test
  default void bytesInNhwcBecomeFloatsInNchw() {
    agrees(bytes());
  }

  @Test
  default void oneScaleGoesForAllChannels() {
    agrees(bytes().withScale(255));
  }

  @Test
  default void meanAndScaleOfEachChannelAreFusedIn() {
    agrees(bytes().withMean(123.675f, 116.28f, 103.53f).withScale(58.395f, 57.12f, 57.375f));
  }

  @Test
  default void oneMeanGoesForAllChannels() {
    agrees(bytes().withMean(127.5f).withScale(127.5f));
  }

  @Test
  default void reversedChannelsGetTheMeanOfTheModelsOrder() {
    agrees(bytes().withReversedChannels().withMean(10, 20, 30).withScale(2, 4, 8));
  }

  @Test
  default void theSizeOfThePicturesCanBeFixed() {
    agrees(bytes().withScale(255).withSize(HEIGHT, WIDTH));
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(1))) {
      model.withPreprocessing(bytes().withSize(32, 64));
      assertThat(model.inputs().getFirst().shape()).hasToString("{?,32,64,3}");
      assertThat(model.inputs().getFirst().name()).isEqualTo("picture");
    }
  }

  @Test
  default void nothingToDoIsFine() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(2))) {
      model.withPreprocessing(InputPreprocessing.of(0, ElementType.F32, "NCHW", "NCHW"));
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(2, 4, 6);
    }
  }

  @Test
  default void whatDoesNotFitTheInputIsAnErrorAndLeavesNothingBehind() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(1))) {
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() ->
              model.withPreprocessing(InputPreprocessing.of(1, ElementType.U8, "NHWC", "NCHW")))
          .satisfies(e ->
              assertThat(e.function())
                  .isEqualTo("ov_preprocess_prepostprocessor_get_input_info_by_index"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() ->
              model.withPreprocessing(InputPreprocessing.of(0, ElementType.U8, "N!?", "NCHW")))
          .satisfies(e -> assertThat(e.function()).isEqualTo("ov_layout_create"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> model.withPreprocessing(bytes().withMean(1, 2)))
          .satisfies(e -> assertThat(e.nativeText()).contains("channels"));
    }
  }
}
