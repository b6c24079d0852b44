package io.affut.perf.gpu;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.DeviceMemory;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.pipeline.DeviceUnavailableException;
import java.util.List;

/// The GPUs that CUDA finds here, and how much of their memory is used, by whomever.
final class GpuMemory {
  private final CudaRuntime cuda;
  private final List<CudaDevice> devices;

  private GpuMemory(CudaRuntime cuda, List<CudaDevice> devices) {
    this.cuda = cuda;
    this.devices = devices;
  }

  /// @throws DeviceUnavailableException when there is no GPU; with the reason
  static GpuMemory here() {
    CudaRuntime cuda =
        Here.libraries()
            .search(NativeLibrary.CUDA)
            .found()
            .map(found -> CudaRuntime.load(found, new NativeLedger()))
            .orElseThrow(() -> new DeviceUnavailableException("There is no CUDA runtime here."));
    if (cuda.state() instanceof CudaState.Ready ready) {
      return new GpuMemory(cuda, ready.devices());
    }
    throw new DeviceUnavailableException("There is no GPU here: " + cuda.state().sentence());
  }

  CudaRuntime cuda() {
    return cuda;
  }

  List<CudaDevice> devices() {
    return devices;
  }

  /// Bytes in use on all of them.
  long used() {
    return devices.stream()
        .map(CudaDevice::memory)
        .mapToLong(memory -> memory.total() - memory.free())
        .sum();
  }

  /// The memory of the first one.
  DeviceMemory first() {
    return devices.getFirst().memory();
  }
}
