package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import java.util.List;

/// What computes an engine. One thread at a time, and one run at a time: the next may be queued
/// only on the same stream.
public interface TensorRtContext extends AutoCloseable {

  /// The shape that an input has from the next run on.
  ///
  /// @param extents outermost first
  /// @throws TensorRtException when the engine was not made for them
  void shape(String input, List<Long> extents);

  /// The shape that a tensor has in the next run, now that all inputs have theirs.
  ///
  /// @throws TensorRtException when it is not known
  List<Long> shape(String tensor);

  /// Where an input or output lies from the next run on. The buffer is somebody else's; closing it
  /// waits for the runs that were queued.
  ///
  /// @param offset in bytes; a multiple of 256
  void place(String tensor, DeviceBuffer buffer, long offset);

  /// Queues one run.
  ///
  /// @throws TensorRtException when it is refused
  void enqueue(CudaStream stream);

  /// Nothing that it computes may be queued any more.
  @Override
  void close();
}
