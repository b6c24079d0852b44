package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What TensorRT makes is deleted through its virtual destructor; the preset's own `close()`
/// deletes nothing. The objects are C++'s, of the stand-in.
class OwnersTest {
  private StandInTensorRt standIn;
  private TensorRtLog log;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandInTensorRt.fresh();
    standIn.open();
    log = new TensorRtLog();
  }

  @AfterEach
  void giveBack() {
    log.close();
  }

  @Test
  void thePresetsOwnCloseDeletesNothing() {
    IBuilder builder = nvinfer.createInferBuilder(log);
    builder.close();

    assertThat(standIn.gpu.living()).isEqualTo("IBuilder");
    assertThat(destructions()).isZero();
  }

  @Test
  void anOwnerDeletesOnce() {
    Owned<IBuilder> builder = new Owners(standIn.ledger).own(nvinfer.createInferBuilder(log));
    assertThat(standIn.ledger.snapshot()).containsEntry("IBuilder", 1L);
    builder.close();
    builder.close();

    assertThat(destructions()).isOne();
    assertThat(standIn.gpu.living()).isEmpty();
    assertThat(standIn.ledger.snapshot()).isEmpty();
  }

  /// The objects that are made to learn how to delete are the preset's, and none of them is left.
  @Test
  void learningToDeleteDeletesNothingOfTensorRts() {
    Owned<IBuilder> living = new Owners(standIn.ledger).own(nvinfer.createInferBuilder(log));
    for (int i = 0; i < 100; i++) {
      new Owners(standIn.ledger);
    }

    assertThat(standIn.gpu.living()).isEqualTo("IBuilder");
    living.close();
    assertThat(standIn.gpu.living()).isEmpty();
  }

  private long destructions() {
    long count = 0;
    for (int nth = 1; nth <= standIn.gpu.calls(); nth++) {
      count += standIn.gpu.call(nth).equals("~IBuilder") ? 1 : 0;
    }
    return count;
  }
}
