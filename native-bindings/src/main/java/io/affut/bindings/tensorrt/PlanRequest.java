package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What an engine is to be made of.
///
/// @param device the GPU that it is for
/// @param network an ONNX file
/// @param half whether arithmetic in half precision is allowed; else all is 32-bit floats, without
///   the shortened ones that tensor cores take (TF32)
/// @param inputs the shapes of every input of the network
/// @param timings a file that keeps what was measured, so that a later engine is built faster
public record PlanRequest(
    CudaDevice device,
    Path network,
    boolean half,
    List<InputShape> inputs,
    Optional<Path> timings) {
  /// Keeps a copy of the inputs.
  public PlanRequest {
    inputs = List.copyOf(inputs);
  }

  /// The extents of an input, outermost first, which replace those of the network. Where the three
  /// differ the engine takes every extent between.
  ///
  /// @param name the input's name in the network
  /// @param usual what the engine is fastest for
  public record InputShape(String name, List<Long> smallest, List<Long> usual, List<Long> largest) {
    /// Keeps copies of the lists.
    public InputShape {
      smallest = List.copyOf(smallest);
      usual = List.copyOf(usual);
      largest = List.copyOf(largest);
    }
  }
}
