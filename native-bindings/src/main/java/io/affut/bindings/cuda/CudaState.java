package io.affut.bindings.cuda;

import java.util.List;

/// What CUDA can do on this machine, once its runtime is loaded.
public sealed interface CudaState {
  /// One sentence for a user: what is there, or what is wrong and what to do.
  String sentence();

  /// There are devices.
  ///
  /// @param devices at least one, by their numbers
  record Ready(List<CudaDevice> devices) implements CudaState {
    /// Keeps a copy of the devices.
    public Ready {
      devices = List.copyOf(devices);
    }

    @Override
    public String sentence() {
      return devices.size() == 1
          ? "There is 1 device."
          : "There are %d devices.".formatted(devices.size());
    }
  }

  /// The runtime finds no driver.
  record NoDriver() implements CudaState {
    @Override
    public String sentence() {
      return "There is no NVIDIA driver: install it, or pass it through to the container.";
    }
  }

  /// The driver does not know the runtime's version.
  ///
  /// @param driver the newest CUDA that the driver knows
  /// @param runtime the version of the runtime
  record DriverTooOld(CudaVersion driver, CudaVersion runtime) implements CudaState {
    @Override
    public String sentence() {
      return ("The NVIDIA driver is too old: it knows CUDA %s, and the runtime is %s. Update the"
              + " driver, or name an older runtime with AFFUT_CUDA_HOME.")
          .formatted(driver, runtime);
    }
  }

  /// The driver finds no device that it may use.
  record NoDevice() implements CudaState {
    @Override
    public String sentence() {
      return "The NVIDIA driver finds no device; CUDA_VISIBLE_DEVICES may hide it.";
    }
  }

  /// CUDA fails in another way.
  ///
  /// @param failure what it said
  record Broken(CudaException failure) implements CudaState {
    @Override
    public String sentence() {
      return failure.getMessage() + ".";
    }
  }
}
