package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.cuda.DeviceKernels;
import io.affut.preprocessing.cuda.GpuJpegs;
import io.affut.preprocessing.resize.ResampleFilter;
import java.util.Optional;

/// An NVIDIA GPU, with what all workers on it share.
///
/// @param kernels loaded on it; somebody else's
/// @param jpegs decodes JPEGs on it, if there is nvJPEG; somebody else's
/// @param turboJpeg decodes JPEGs on the processor
/// @param maxPixels pictures that claim more are refused
/// @param refused counts the JPEGs that the processor decodes instead
/// @param filter that crops are scaled with, if there are any
record GpuDevice(
    CudaDevice cuda,
    DeviceKernels kernels,
    Optional<GpuJpegs> jpegs,
    Optional<TurboJpeg> turboJpeg,
    long maxPixels,
    RefusedJpegs refused,
    Optional<ResampleFilter> filter,
    NativeLedger ledger)
    implements LaneDevice {

  @Override
  public String name() {
    return cuda.toString();
  }

  @Override
  public Workbench newBench(boolean sparing) {
    return new GpuBench(this, sparing);
  }

  @Override
  public Optional<String> remark() {
    return refused.sentence(name());
  }

  /// A device that is lost says so whatever it is asked.
  @Override
  public Optional<CudaException> examine() {
    try {
      cuda.memory();
      return Optional.empty();
    } catch (CudaException e) {
      return Optional.of(e);
    }
  }
}
