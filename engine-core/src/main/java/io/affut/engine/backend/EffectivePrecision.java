package io.affut.engine.backend;

import io.affut.bindings.openvino.CompiledModel;
import java.util.List;

/// The precision that a network is really computed in.
final class EffectivePrecision {
  private static final String KEY = "INFERENCE_PRECISION_HINT";

  private EffectivePrecision() {}

  /// Read back from the compiled network, such as `f32`; `unknown` where the device does not tell.
  static String of(CompiledModel compiled) {
    boolean tells =
        List.of(compiled.property("SUPPORTED_PROPERTIES").strip().split("\\s+")).contains(KEY);
    return tells ? compiled.property(KEY).strip() : "unknown";
  }
}
