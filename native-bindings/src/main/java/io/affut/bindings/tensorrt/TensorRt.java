package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import java.nio.file.Path;
import java.util.function.Consumer;

/// TensorRT, loaded into the process, where it stays for good. Any thread may use it.
public interface TensorRt {

  /// Its version, such as `10.15.1`.
  String version();

  /// Makes a network into an engine for the GPU of `request`, which takes minutes, and writes it
  /// beside `plan` first and then there.
  ///
  /// @param plan the file to write
  /// @param progress is told in one line each what is going on
  /// @throws IllegalArgumentException when the network has an input whose shape is not given
  /// @throws TensorRtException when the network is refused or does not fit the GPU
  /// @throws java.io.UncheckedIOException when the file cannot be written
  void build(PlanRequest request, Path plan, Consumer<String> progress);

  /// Loads an engine that was built by the same version for the same kind of GPU.
  ///
  /// @return the caller's to close
  /// @throws TensorRtException when it does not load, with TensorRT's reasons
  /// @throws java.io.UncheckedIOException when the file cannot be read
  TensorRtEngine load(CudaDevice device, Path plan);
}
