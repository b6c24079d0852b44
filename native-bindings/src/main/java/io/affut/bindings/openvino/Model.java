package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// A model as it was read, to be changed and compiled. One thread at a time; whoever read it closes
/// it, as soon as it is compiled if they like.
public final class Model implements AutoCloseable {
  private final OpenVinoLibrary library;
  private final OpenVinoC c;
  private final ModelMemory memory;
  private final NativeHandle handle;
  private final String name;

  /// Takes `pointer` over, and `memory` unless it throws.
  Model(OpenVinoLibrary library, MemorySegment pointer, ModelMemory memory) {
    this.library = library;
    this.c = library.c();
    this.memory = memory;
    try {
      this.name = readName(pointer);
    } catch (RuntimeException | Error e) {
      c.ov_model_free(pointer);
      throw e;
    }
    this.handle =
        new NativeHandle(library.ledger(), "ov_model", "model " + name, pointer, this::free);
  }

  /// The name that the file gives it.
  public String name() {
    return name;
  }

  /// The inputs, in the model's order.
  public List<Port> inputs() {
    return Ports.read(
        library,
        handle.pointer(),
        c::ov_model_inputs_size,
        "ov_model_inputs_size",
        c::ov_model_const_input_by_index,
        "ov_model_const_input_by_index");
  }

  /// The outputs, in the model's order.
  public List<Port> outputs() {
    return Ports.read(
        library,
        handle.pointer(),
        c::ov_model_outputs_size,
        "ov_model_outputs_size",
        c::ov_model_const_output_by_index,
        "ov_model_const_output_by_index");
  }

  /// Gives one input another shape; the layers behind it follow.
  ///
  /// @param input its index
  /// @throws OpenVinoException when there is no such input, or a layer does not take the shape
  public void reshape(int input, PartialShape shape) {
    reshape(Map.of(input, shape));
  }

  /// Gives several inputs other shapes at once, by their indexes.
  ///
  /// @throws IllegalArgumentException when the number of extents of a shape is open
  /// @throws OpenVinoException when there is no such input, or a layer does not take its shape
  public void reshape(Map<Integer, PartialShape> shapes) {
    MemorySegment model = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment indexes = call.arena().allocate(JAVA_LONG, shapes.size());
      MemorySegment partials = call.arena().allocate(OpenVinoC.OV_PARTIAL_SHAPE_T, shapes.size());
      long next = 0;
      for (Map.Entry<Integer, PartialShape> input : shapes.entrySet()) {
        List<Dimension> dimensions =
            input
                .getValue()
                .dimensions()
                .orElseThrow(() -> new IllegalArgumentException("a shape of any rank"));
        indexes.setAtIndex(JAVA_LONG, next, input.getKey());
        long size = OpenVinoC.OV_PARTIAL_SHAPE_T.byteSize();
        Shapes.write(call.arena(), dimensions, partials.asSlice(next * size, size));
        next++;
      }
      library.check(
          c.ov_model_reshape_by_port_indexes(model, indexes, partials, next),
          "ov_model_reshape_by_port_indexes");
    }
  }

  /// Puts preprocessing in front of an input: from now on the model takes what `preprocessing`
  /// says.
  ///
  /// @return this model
  /// @throws OpenVinoException when there is no such input, or type, layout and channels do not fit
  ///   it
  public Model withPreprocessing(InputPreprocessing preprocessing) {
    new PreprocessingSteps(library, handle.pointer()).add(preprocessing);
    return this;
  }

  @Override
  public void close() {
    handle.close();
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  /// The memory that its weights lie in, with one owner more: the caller.
  ModelMemory shareMemory() {
    handle.pointer();
    return memory.share();
  }

  private void free(MemorySegment pointer) {
    c.ov_model_free(pointer);
    memory.release();
  }

  private String readName(MemorySegment pointer) {
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(c.ov_model_get_friendly_name(pointer, slot), "ov_model_get_friendly_name");
      return OpenVinoC.text(call.freeLater(slot, c::ov_free));
    }
  }
}
