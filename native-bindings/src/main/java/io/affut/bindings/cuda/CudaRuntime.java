package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The CUDA runtime, 12 or 13, loaded into the process, where it stays for good. It loads without a
/// driver too, and then says so. Any thread may use it.
public final class CudaRuntime {
  private final CudaLibrary library;
  private final CudaVersion version;

  private CudaRuntime(LoadedLibrary loaded, NativeLedger ledger) {
    this.library = new CudaLibrary(new CudaRuntimeC(loaded), ledger);
    this.version =
        CudaVersion.ofNumber(number(library.c()::cudaRuntimeGetVersion, "cudaRuntimeGetVersion"));
  }

  /// Loads libcudart.
  ///
  /// @param file `libcudart` itself
  /// @param ledger counts what lives: `cudaStream_t`, `cudaEvent_t`, `cudaLibrary_t`,
  ///   `cudaGraph_t`, `cudaGraphExec_t`, `cudaMalloc bytes`, `cudaHostAlloc bytes`
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static CudaRuntime load(Path file, NativeLedger ledger) {
    return load(file, "unknown", ledger);
  }

  /// Loads libcudart as it was found.
  ///
  /// @param ledger counts what lives, as in [#load(Path, NativeLedger)]
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static CudaRuntime load(FoundLibrary found, NativeLedger ledger) {
    return load(found.file(), found.version(), ledger);
  }

  private static CudaRuntime load(Path file, String version, NativeLedger ledger) {
    return new CudaRuntime(LibraryLoader.open(NativeLibrary.CUDA.title(), version, file), ledger);
  }

  /// The runtime's own version.
  public CudaVersion version() {
    return version;
  }

  /// The newest version that the driver knows; nothing where there is no driver.
  ///
  /// @throws CudaException when CUDA fails
  public Optional<CudaVersion> driverVersion() {
    int number = number(library.c()::cudaDriverGetVersion, "cudaDriverGetVersion");
    return number == 0 ? Optional.empty() : Optional.of(CudaVersion.ofNumber(number));
  }

  /// What CUDA can do here; no failure of CUDA is thrown.
  public CudaState state() {
    try {
      Optional<CudaVersion> driver = driverVersion();
      if (driver.isEmpty()) {
        return new CudaState.NoDriver();
      }
      List<CudaDevice> devices = devices();
      return devices.isEmpty() ? new CudaState.NoDevice() : new CudaState.Ready(devices);
    } catch (CudaException e) {
      return switch (e.status()) {
        case CudaRuntimeC.CUDA_ERROR_INSUFFICIENT_DRIVER -> tooOld(e);
        case CudaRuntimeC.CUDA_ERROR_NO_DEVICE -> new CudaState.NoDevice();
        default -> new CudaState.Broken(e);
      };
    }
  }

  /// The devices that the driver lets this process use, by their numbers; may be empty.
  ///
  /// @throws CudaException when CUDA fails; without a device most versions do
  public List<CudaDevice> devices() {
    int count = number(library.c()::cudaGetDeviceCount, "cudaGetDeviceCount");
    List<CudaDevice> devices = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      devices.add(CudaDevice.of(library, index));
    }
    return List.copyOf(devices);
  }

  private CudaState tooOld(CudaException failure) {
    Optional<CudaVersion> driver = driverVersion();
    return driver.isPresent()
        ? new CudaState.DriverTooOld(driver.get(), version)
        : new CudaState.Broken(failure);
  }

  /// The number that a function writes; 0 where it writes none.
  private int number(ToIntFunction<MemorySegment> function, String name) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment number = call.allocate(JAVA_INT);
      library.check(function.applyAsInt(number), name);
      return number.get(JAVA_INT, 0);
    }
  }
}
