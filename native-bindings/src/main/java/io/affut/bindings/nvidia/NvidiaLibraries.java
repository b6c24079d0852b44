package io.affut.bindings.nvidia;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.tensorrt.TensorRt;
import java.util.List;
import java.util.Optional;

/// What of NVIDIA's is needed to compute on its GPUs, loaded and fitting each other. All of it
/// stays in the process for good; any thread may use it.
///
/// @param cuda the CUDA runtime
/// @param devices the GPUs, at least one, by their numbers
/// @param nvrtc the compiler of kernels
/// @param nvJpeg the decoder of JPEG, where there is one; else the processor decodes
/// @param tensorRt what computes networks
public record NvidiaLibraries(
    CudaRuntime cuda,
    List<CudaDevice> devices,
    Nvrtc nvrtc,
    Optional<FoundLibrary> nvJpeg,
    TensorRt tensorRt) {
  /// Keeps a copy of the devices.
  public NvidiaLibraries {
    devices = List.copyOf(devices);
  }
}
