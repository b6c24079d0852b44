package io.affut.engine.backend;

import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.OpenVino;
import java.util.ArrayList;
import java.util.List;

/// A compiled network and its slots.
final class OpenVinoNetwork implements Network {
  private final CompiledModel compiled;
  private final String device;
  private final List<OpenVinoSlot> slots = new ArrayList<>();

  /// Takes over `compiled`, and closes it if it fails half-way.
  OpenVinoNetwork(
      OpenVino openVino,
      CompiledModel compiled,
      String device,
      List<Integer> outputs,
      int width,
      int height,
      NativeLedger ledger) {
    this.compiled = compiled;
    this.device = device;
    try {
      int count = Integer.parseInt(compiled.property("OPTIMAL_NUMBER_OF_INFER_REQUESTS").strip());
      for (int i = 0; i < count; i++) {
        slots.add(new OpenVinoSlot(openVino, compiled, outputs, width, height, ledger));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Slot> slots() {
    return List.copyOf(slots);
  }

  @Override
  public String device() {
    return device;
  }

  @Override
  public String precision() {
    return EffectivePrecision.of(compiled);
  }

  @Override
  public void close() {
    slots.forEach(OpenVinoSlot::close);
    compiled.close();
  }
}
