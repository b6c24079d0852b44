package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Where TensorRT builds engines.
class DeepStackTest {
  /// More than 1 MB of frames, and far less than there is.
  private static final int DEPTH = 100_000;

  @Test
  void callsMayBeNestedFarDeeperThanInAThreadOfJava() {
    AtomicInteger reached = new AtomicInteger();
    DeepStack.run("deep", () -> reached.set(down(DEPTH)));
    assertThat(reached).hasValue(DEPTH);
    assertThatThrownBy(() -> down(100 * DEPTH)).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void whatIsThrownThereIsThrownHere() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            DeepStack.run(
                "failing",
                () -> {
                  throw new IllegalStateException("no");
                }))
        .withMessage("no");
  }

  @Test
  void anInterruptionWaits() {
    AtomicInteger reached = new AtomicInteger();
    Thread.currentThread().interrupt();
    DeepStack.run("waited for", () -> reached.set(down(DEPTH)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(reached).hasValue(DEPTH);
  }

  private static int down(int left) {
    return left == 0 ? 0 : 1 + down(left - 1);
  }
}
