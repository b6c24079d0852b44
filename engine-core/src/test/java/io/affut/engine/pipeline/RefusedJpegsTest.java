package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedJpegsTest {
  private final RefusedJpegs refused = new RefusedJpegs();

  @Test
  void reasonsAreCountedAndTheMostFrequentComesFirst() {
    List.of("it is cut off", "it has 4 components", "it is cut off").forEach(refused::count);
    assertThat(refused.sentence("cuda:0"))
        .contains(
            "cuda:0: the processor decoded 3 of the JPEGs, which nvJPEG did not:"
                + " it is cut off (2); it has 4 components (1).");
  }

  @Test
  void whatWasToldIsNotToldAgain() {
    refused.count("it is cut off");
    refused.sentence("cuda:0");
    assertThat(refused.sentence("cuda:0")).isEmpty();
  }

  @Test
  void manyReasonsAreNotAllTold() {
    for (int i = 0; i < 9; i++) {
      refused.count("reason " + i);
    }
    assertThat(refused.sentence("cuda:0").orElseThrow())
        .contains("decoded 9 of the JPEGs")
        .endsWith("reason 4 (1); and other reasons.");
  }
}
