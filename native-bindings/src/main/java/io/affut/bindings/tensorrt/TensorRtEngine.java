package io.affut.bindings.tensorrt;

import java.util.List;

/// A network made for one kind of GPU, with its weights in the memory of one. Any thread may use
/// it.
///
/// To be closed after its contexts.
public interface TensorRtEngine extends AutoCloseable {

  /// The inputs and outputs, in the engine's order.
  List<Tensor> tensors();

  /// What can compute: one picture or batch at a time, with memory of its own on the GPU.
  ///
  /// @return the caller's to close
  /// @throws TensorRtException when there is not so much memory, or TensorRT fails
  TensorRtContext newContext();

  @Override
  void close();

  /// An input or output.
  ///
  /// @param name as in the network
  /// @param input whether it goes in
  /// @param element the type of its values
  /// @param extents outermost first; -1 where they differ from run to run
  record Tensor(String name, boolean input, Element element, List<Long> extents) {
    /// Keeps a copy of the extents.
    public Tensor {
      extents = List.copyOf(extents);
    }
  }

  /// The types of values that networks of ours have.
  enum Element {
    F32,
    F16,
    I32,
    I64,
    U8,
    /// Any other.
    OTHER
  }
}
