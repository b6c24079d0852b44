package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.NvJpegBackend;
import io.affut.bindings.cuda.NvJpegHandle;
import io.affut.bindings.memory.OwnedParts;
import java.util.Optional;

/// nvJPEG on one GPU, for all the readers that work on it.
///
/// Where the GPU has a decoder beside its multiprocessors, that one decodes baseline files, as many
/// at once as wait for it, and is shared. While it has enough to do, readers decode on their own
/// core with libjpeg-turbo instead, if they have it. Everything else, and everything on other GPUs,
/// is decoded by the multiprocessors, for each reader by itself, with some help of its thread.
///
/// Any thread may use it. The maker closes it, after the readers; twice is fine.
public final class GpuJpegs implements AutoCloseable {
  /// How many files the GPU's decoder is given at once, at most.
  static final int BATCH = 16;

  /// With so many files in both of its batches, the next one would wait for one of them, and in
  /// that time a core decodes a file too.
  static final int ENOUGH = BATCH * HardwareJpegs.RUNNERS;

  private final NvJpeg nvJpeg;
  private final OwnedParts parts = new OwnedParts();
  private final NvJpegHandle handle;
  private final Optional<HardwareJpegs> hardware;

  private GpuJpegs(NvJpeg nvJpeg, CudaDevice device, int batch, int enough) {
    this.nvJpeg = nvJpeg;
    try {
      this.handle = parts.add(nvJpeg.open(device, NvJpegBackend.DEFAULT));
      this.hardware =
          hardware(nvJpeg, device).map(found -> parts.add(new HardwareJpegs(found, batch, enough)));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  /// Makes nvJPEG ready on a GPU.
  ///
  /// @return the caller's to close
  /// @throws CudaException when it cannot be
  public static GpuJpegs open(NvJpeg nvJpeg, CudaDevice device) {
    return open(nvJpeg, device, BATCH, ENOUGH);
  }

  /// @param batch how many files the GPU's decoder is given at once, at most
  /// @param enough with how many files it has enough to do
  static GpuJpegs open(NvJpeg nvJpeg, CudaDevice device, int batch, int enough) {
    return new GpuJpegs(nvJpeg, device, batch, enough);
  }

  /// Most GPUs have no decoder.
  private Optional<NvJpegHandle> hardware(NvJpeg nvJpeg, CudaDevice device) {
    try {
      return Optional.of(parts.add(nvJpeg.open(device, NvJpegBackend.HARDWARE)));
    } catch (CudaException e) {
      if (JpegSession.isOfTheGpu(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Whether the GPU has a decoder beside its multiprocessors.
  public boolean hasHardware() {
    return hardware.isPresent();
  }

  /// How many readers wait for the GPU's decoder at a time, and need no core meanwhile; with fewer
  /// of them it does not have enough to do. 0 where there is none.
  public int waiting() {
    return hasHardware() ? ENOUGH : 0;
  }

  /// Such as `nvJPEG 13.0.3 (hardware decoder)`.
  public String title() {
    return "nvJPEG " + nvJpeg.version() + (hasHardware() ? " (hardware decoder)" : "");
  }

  /// What one reader needs.
  ///
  /// @param mayHelp whether the reader may decode by itself where the GPU has enough to do
  /// @return the caller's to close
  JpegSession newSession(CudaStream stream, boolean mayHelp) {
    return new JpegSession(handle, hardware, stream, mayHelp);
  }

  /// Ends the threads that serve the GPU's decoder.
  ///
  /// @throws CudaException when some of the work failed
  @Override
  public void close() {
    parts.close();
  }
}
