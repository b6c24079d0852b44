package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One run from floats to floats.
final class Inference {
  private Inference() {}

  /// Compiles the model for the processor and runs it.
  static float[] of(OpenVinoUnderTest test, Model model, long[] shape, float... input) {
    try (CompiledModel compiled = test.core().compile(model, "CPU", OpenVinoUnderTest.EXACT);
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined()) {
      return of(test.openVino(), memory, request, shape, input);
    }
  }

  /// Binds an input in `memory` and runs the request.
  static float[] of(
      OpenVino openVino, Arena memory, InferRequest request, long[] shape, float... input) {
    MemorySegment data = memory.allocateFrom(JAVA_FLOAT, input);
    try (Tensor tensor = openVino.tensor(ElementType.F32, shape, data)) {
      request.setInput(0, tensor);
      request.infer();
      try (Tensor output = request.output(0)) {
        return output.data().toArray(JAVA_FLOAT);
      }
    }
  }
}
