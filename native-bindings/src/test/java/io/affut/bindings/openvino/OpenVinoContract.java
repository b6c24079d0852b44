package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// Everything that must hold for each release of OpenVINO, run on real ones, side by side in one
/// process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpenVinoContract
    implements AbiContract,
        CoreContract,
        ModelContract,
        PreprocessingContract,
        RequestContract,
        TensorContract {
  private final OpenVinoWheel wheel;
  private final NativeLedger ledger = new NativeLedger();
  private OpenVino openVino;
  private Core core;

  OpenVinoContract(OpenVinoWheel wheel) {
    this.wheel = wheel;
  }

  @BeforeAll
  void load() {
    openVino = OpenVino.load(wheel.library(), ledger);
    core = openVino.newCore();
  }

  @AfterEach
  void everythingWasGivenBack() {
    assertThat(ledger.snapshot()).isEqualTo(Map.of("ov_core", 1L));
  }

  @AfterAll
  void close() {
    if (core != null) {
      core.close();
      openVino.close();
      assertThat(ledger.snapshot()).isEmpty();
    }
  }

  @Override
  public OpenVinoWheel wheel() {
    return wheel;
  }

  @Override
  public OpenVino openVino() {
    return openVino;
  }

  @Override
  public Core core() {
    return core;
  }

  @Override
  public NativeLedger ledger() {
    return ledger;
  }
}
