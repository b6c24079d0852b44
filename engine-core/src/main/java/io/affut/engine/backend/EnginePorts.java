package io.affut.engine.backend;

import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.preprocessing.cuda.DeviceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The inputs and outputs of an engine that fit what a manifest says.
///
/// @param input what goes in
/// @param all every output, in the engine's order
/// @param wanted which of `all` are read, in the order in which they are wanted
record EnginePorts(
    TensorRtEngine.Tensor input, List<TensorRtEngine.Tensor> all, List<Integer> wanted) {

  /// @throws IllegalArgumentException when they do not fit
  static EnginePorts of(TensorRtEngine engine, NetworkPorts ports) {
    EnginePorts found = named(engine, ports.input(), ports.outputs());
    for (int i = 0; i < ports.outputs().size(); i++) {
      List<Long> extents = found.output(i).extents();
      ports.requireFit(i, extents, shown(extents, ports.capacity()));
    }
    return found;
  }

  /// By names alone.
  ///
  /// @throws IllegalArgumentException when there is none of a name, or one has values that are
  ///   neither written nor read here
  static EnginePorts named(TensorRtEngine engine, String input, List<String> outputs) {
    List<TensorRtEngine.Tensor> inputs =
        engine.tensors().stream().filter(TensorRtEngine.Tensor::input).toList();
    List<TensorRtEngine.Tensor> all =
        engine.tensors().stream().filter(tensor -> !tensor.input()).toList();
    TensorRtEngine.Tensor in = inputs.get(Ports.indexOf(names(inputs), input));
    if (inputs.size() > 1) {
      throw new IllegalArgumentException(
          "it has more inputs than " + input + ": " + String.join(", ", names(inputs)));
    }
    requireFloats("input", in);
    List<Integer> wanted = new ArrayList<>();
    for (String output : outputs) {
      int index = Ports.indexOf(names(all), output);
      requireFloats("output", all.get(index));
      wanted.add(index);
    }
    return new EnginePorts(in, all, wanted);
  }

  /// One of those that are wanted.
  TensorRtEngine.Tensor output(int output) {
    return all.get(wanted.get(output));
  }

  /// Whether an output has no open batch although the engine was made for several pictures, and
  /// would fit if it was made for one.
  static boolean isForOneOnly(TensorRtEngine engine, NetworkPorts ports) {
    NetworkPorts one = ports.upTo(1);
    for (TensorRtEngine.Tensor tensor : engine.tensors()) {
      int output = ports.outputs().indexOf(tensor.name());
      if (!tensor.input() && output >= 0 && one.fits(output, tensor.extents())) {
        return true;
      }
    }
    return false;
  }

  /// What a value of floats is.
  static DeviceInput.Element element(TensorRtEngine.Tensor tensor) {
    return tensor.element() == TensorRtEngine.Element.F16
        ? DeviceInput.Element.F16
        : DeviceInput.Element.F32;
  }

  private static void requireFloats(String what, TensorRtEngine.Tensor tensor) {
    if (tensor.element() != TensorRtEngine.Element.F32
        && tensor.element() != TensorRtEngine.Element.F16) {
      throw new IllegalArgumentException(
          "its %s %s has values of the type %s, and they have to be F32 or F16"
              .formatted(what, tensor.name(), tensor.element()));
    }
  }

  private static List<String> names(List<TensorRtEngine.Tensor> tensors) {
    return tensors.stream().map(TensorRtEngine.Tensor::name).toList();
  }

  /// As OpenVINO writes shapes.
  private static String shown(List<Long> extents, int capacity) {
    return extents.stream()
        .map(extent -> extent == NetworkPorts.OPEN ? "1.." + capacity : Long.toString(extent))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
