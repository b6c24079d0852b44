package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.bytedeco.tensorrt.nvinfer.ILogger.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorRtLogTest {
  private TensorRtLog log;

  @BeforeEach
  void prepare() throws Exception {
    StandInTensorRt.fresh().open();
    log = new TensorRtLog();
  }

  @AfterEach
  void giveBack() {
    log.close();
  }

  @Test
  void tellsTheErrorsSinceAMoment() {
    log.log(Severity.kERROR, "an old one");
    long then = log.now();
    log.log(Severity.kWARNING, "a warning");
    log.log(Severity.kERROR, " one\n");
    log.log(Severity.kINTERNAL_ERROR, "another");
    log.log(Severity.kINFO, "chatter");
    log.log(Severity.kERROR, "one");

    assertThat(log.since(then)).isEqualTo("one; another");
    assertThat(log.failedSince(then)).isTrue();
    assertThat(log.failedSince(log.now())).isFalse();
  }

  @Test
  void tellsTheWarningsWhereThereIsNoError() {
    long then = log.now();
    log.log(Severity.kWARNING, "a warning");
    log.log(Severity.kVERBOSE, "chatter");

    assertThat(log.since(then)).isEqualTo("a warning");
    assertThat(log.failedSince(then)).isFalse();
    assertThat(log.since(log.now())).isEmpty();
  }

  /// Another engine may fail on another thread at the same time.
  @Test
  void blamesNoThreadForAnother() throws InterruptedException {
    long then = log.now();
    Thread other = Thread.ofPlatform().start(() -> log.log(Severity.kERROR, "elsewhere"));
    other.join();

    assertThat(log.failedSince(then)).isFalse();
    assertThat(log.since(then)).isEqualTo("elsewhere");
  }

  @Test
  void forgetsWhatIsLongAgo() {
    for (int i = 0; i < 1000; i++) {
      log.log(Severity.kERROR, "error " + i);
    }

    assertThat(log.since(0)).startsWith("error 900;").endsWith("error 999");
  }

  /// An exception would go through TensorRT's frames.
  @Test
  void throwsNothing() {
    assertThatNoException().isThrownBy(() -> log.log(Severity.kERROR, null));
  }
}
