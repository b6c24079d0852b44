package io.affut.bindings.openvino;

import io.affut.bindings.memory.NativeLedger;
import java.util.Map;

/// What each part of the contract is tested with.
interface OpenVinoUnderTest {
  /// Exactly as tests compute: some processors would take bf16.
  Map<String, String> EXACT = Map.of("INFERENCE_PRECISION_HINT", "f32");

  OpenVinoWheel wheel();

  OpenVino openVino();

  Core core();

  /// Counts what tests make; empty, but for the core, before and after each.
  NativeLedger ledger();
}
