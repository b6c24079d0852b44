package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.ResampleFilter;
import java.util.Optional;
import java.util.function.Supplier;

/// What takes its pictures from memory of the host: the processor, and Intel's other devices.
///
/// @param name what people call it
/// @param readers makes one reader a worker, in its thread
/// @param filter that crops are scaled with, if there are any
record HostDevice(String name, Supplier<PictureReader> readers, Optional<ResampleFilter> filter)
    implements LaneDevice {

  @Override
  public Workbench newBench(boolean sparing) {
    return new HostBench(readers.get(), filter);
  }

  @Override
  public Optional<CudaException> examine() {
    return Optional.empty();
  }
}
