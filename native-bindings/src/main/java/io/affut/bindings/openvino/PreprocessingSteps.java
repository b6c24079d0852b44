package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/// Adds preprocessing to a model of the C library, in place.
final class PreprocessingSteps {
  private final OpenVinoLibrary library;
  private final OpenVinoC c;
  private final MemorySegment model;

  PreprocessingSteps(OpenVinoLibrary library, MemorySegment model) {
    this.library = library;
    this.c = library.c();
    this.model = model;
  }

  void add(InputPreprocessing wanted) {
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_preprocess_prepostprocessor_create(model, slot),
          "ov_preprocess_prepostprocessor_create");
      MemorySegment processor = call.freeLater(slot, c::ov_preprocess_prepostprocessor_free);

      slot = call.slot();
      library.check(
          c.ov_preprocess_prepostprocessor_get_input_info_by_index(processor, wanted.input(), slot),
          "ov_preprocess_prepostprocessor_get_input_info_by_index");
      MemorySegment input = call.freeLater(slot, c::ov_preprocess_input_info_free);

      describeTensor(call, input, wanted);
      describeModel(call, input, wanted);
      addSteps(call, input, wanted);

      // The graph is changed in place; what this gives is a second handle on it.
      slot = call.slot();
      library.check(
          c.ov_preprocess_prepostprocessor_build(processor, slot),
          "ov_preprocess_prepostprocessor_build");
      call.freeLater(slot, c::ov_model_free);
    }
  }

  private void describeTensor(CallScope call, MemorySegment input, InputPreprocessing wanted) {
    MemorySegment slot = call.slot();
    library.check(
        c.ov_preprocess_input_info_get_tensor_info(input, slot),
        "ov_preprocess_input_info_get_tensor_info");
    MemorySegment tensor = call.freeLater(slot, c::ov_preprocess_input_tensor_info_free);
    library.check(
        c.ov_preprocess_input_tensor_info_set_element_type(
            tensor, library.code(wanted.tensorType())),
        "ov_preprocess_input_tensor_info_set_element_type");
    library.check(
        c.ov_preprocess_input_tensor_info_set_layout(tensor, layout(call, wanted.tensorLayout())),
        "ov_preprocess_input_tensor_info_set_layout");
    wanted
        .size()
        .ifPresent(size ->
            library.check(
                c.ov_preprocess_input_tensor_info_set_spatial_static_shape(
                    tensor, size.height(), size.width()),
                "ov_preprocess_input_tensor_info_set_spatial_static_shape"));
  }

  private void describeModel(CallScope call, MemorySegment input, InputPreprocessing wanted) {
    MemorySegment slot = call.slot();
    library.check(
        c.ov_preprocess_input_info_get_model_info(input, slot),
        "ov_preprocess_input_info_get_model_info");
    MemorySegment info = call.freeLater(slot, c::ov_preprocess_input_model_info_free);
    library.check(
        c.ov_preprocess_input_model_info_set_layout(info, layout(call, wanted.modelLayout())),
        "ov_preprocess_input_model_info_set_layout");
  }

  private void addSteps(CallScope call, MemorySegment input, InputPreprocessing wanted) {
    MemorySegment slot = call.slot();
    library.check(
        c.ov_preprocess_input_info_get_preprocess_steps(input, slot),
        "ov_preprocess_input_info_get_preprocess_steps");
    MemorySegment steps = call.freeLater(slot, c::ov_preprocess_preprocess_steps_free);
    float[] mean = wanted.mean();
    float[] scale = wanted.scale();
    if (mean.length + scale.length > 0) {
      library.check(
          c.ov_preprocess_preprocess_steps_convert_element_type(
              steps, library.code(ElementType.F32)),
          "ov_preprocess_preprocess_steps_convert_element_type");
    }
    if (wanted.reverseChannels()) {
      library.check(
          c.ov_preprocess_preprocess_steps_reverse_channels(steps),
          "ov_preprocess_preprocess_steps_reverse_channels");
    }
    subtract(call, steps, mean);
    divide(call, steps, scale);
  }

  private void subtract(CallScope call, MemorySegment steps, float[] mean) {
    if (mean.length == 1) {
      library.check(
          c.ov_preprocess_preprocess_steps_mean(steps, mean[0]),
          "ov_preprocess_preprocess_steps_mean");
    } else if (mean.length > 1) {
      library.check(
          c.ov_preprocess_preprocess_steps_mean_multi_channels(
              steps, call.arena().allocateFrom(JAVA_FLOAT, mean), mean.length),
          "ov_preprocess_preprocess_steps_mean_multi_channels");
    }
  }

  private void divide(CallScope call, MemorySegment steps, float[] scale) {
    if (scale.length == 1) {
      library.check(
          c.ov_preprocess_preprocess_steps_scale(steps, scale[0]),
          "ov_preprocess_preprocess_steps_scale");
    } else if (scale.length > 1) {
      library.check(
          c.ov_preprocess_preprocess_steps_scale_multi_channels(
              steps, call.arena().allocateFrom(JAVA_FLOAT, scale), scale.length),
          "ov_preprocess_preprocess_steps_scale_multi_channels");
    }
  }

  private MemorySegment layout(CallScope call, String description) {
    MemorySegment slot = call.slot();
    library.check(c.ov_layout_create(call.string(description), slot), "ov_layout_create");
    return call.freeLater(slot, c::ov_layout_free);
  }
}
