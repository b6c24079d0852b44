package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A model ready to run on a device. Any thread may ask it and make requests of it; whoever
/// compiled it closes it. Its requests outlive it.
public final class CompiledModel implements AutoCloseable {
  private final OpenVinoLibrary library;
  private final OpenVinoC c;
  private final ModelMemory memory;
  private final NativeHandle handle;
  private final List<Port> inputs;
  private final List<Port> outputs;

  /// Takes `pointer` over, and `memory` unless it throws.
  CompiledModel(OpenVinoLibrary library, MemorySegment pointer, String title, ModelMemory memory) {
    this.library = library;
    this.c = library.c();
    this.memory = memory;
    try {
      this.inputs =
          Ports.read(
              library,
              pointer,
              c::ov_compiled_model_inputs_size,
              "ov_compiled_model_inputs_size",
              c::ov_compiled_model_input_by_index,
              "ov_compiled_model_input_by_index");
      this.outputs =
          Ports.read(
              library,
              pointer,
              c::ov_compiled_model_outputs_size,
              "ov_compiled_model_outputs_size",
              c::ov_compiled_model_output_by_index,
              "ov_compiled_model_output_by_index");
    } catch (RuntimeException | Error e) {
      c.ov_compiled_model_free(pointer);
      throw e;
    }
    this.handle =
        new NativeHandle(library.ledger(), "ov_compiled_model", title, pointer, this::free);
  }

  /// The inputs, in the model's order.
  public List<Port> inputs() {
    return inputs;
  }

  /// The outputs, in the model's order.
  public List<Port> outputs() {
    return outputs;
  }

  /// A property as it came out, as text: `INFERENCE_PRECISION_HINT` is the precision that is really
  /// used, `EXECUTION_DEVICES` where it runs, `OPTIMAL_NUMBER_OF_INFER_REQUESTS` how many requests
  /// keep the device busy.
  ///
  /// @throws OpenVinoException when there is no such property
  public String property(String key) {
    MemorySegment compiled = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_compiled_model_get_property(compiled, call.string(key), slot),
          "ov_compiled_model_get_property");
      return OpenVinoC.text(call.freeLater(slot, c::ov_free));
    }
  }

  /// A new request, with buffers of its own.
  ///
  /// @return the caller's to close
  /// @throws OpenVinoException when the device has no room for it
  public InferRequest newRequest() {
    MemorySegment compiled = handle.pointer();
    ModelMemory kept = memory.share();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_compiled_model_create_infer_request(compiled, slot),
          "ov_compiled_model_create_infer_request");
      return new InferRequest(
          library,
          slot.get(ADDRESS, 0),
          "infer request of the " + handle.title(),
          inputs.size(),
          outputs.size(),
          kept);
    } catch (RuntimeException | Error e) {
      kept.release();
      throw e;
    }
  }

  @Override
  public void close() {
    handle.close();
  }

  private void free(MemorySegment pointer) {
    c.ov_compiled_model_free(pointer);
    memory.release();
  }
}
