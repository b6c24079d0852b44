package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A machine with the GPUs that were asked for and NVIDIA's libraries for them.
///
/// @param cuda its runtime
/// @param devices at least one
/// @param nvrtc compiles kernels
/// @param nvJpeg decodes JPEGs, if it is there; else the processor does
record GpuMachine(
    CudaRuntime cuda, List<CudaDevice> devices, Nvrtc nvrtc, Optional<NvJpeg> nvJpeg) {

  /// Looks for everything that a device needs.
  ///
  /// @param tensorRt is looked for, and not touched
  /// @throws DeviceUnavailableException with all that stands in the way
  /// @throws NativeLibraryException when a folder that the user names does not serve
  static GpuMachine find(
      Device wanted, NativeLibraries libraries, TensorRtSource tensorRt, NativeLedger ledger) {
    return new Finding(wanted, libraries, ledger).machine(tensorRt);
  }

  /// One look at a machine.
  private static final class Finding {
    private final Device wanted;
    private final NativeLibraries libraries;
    private final NativeLedger ledger;
    private final List<String> obstacles = new ArrayList<>();

    Finding(Device wanted, NativeLibraries libraries, NativeLedger ledger) {
      this.wanted = wanted;
      this.libraries = libraries;
      this.ledger = ledger;
    }

    GpuMachine machine(TensorRtSource tensorRt) {
      Optional<FoundLibrary> cudart = found(NativeLibrary.CUDA);
      Optional<CudaRuntime> cuda =
          cudart.flatMap(found -> {
            obstacles.add("CUDA was found: %s.".formatted(found.file()));
            return loaded(() -> CudaRuntime.load(found, ledger));
          });
      List<CudaDevice> devices = cuda.map(this::devices).orElse(List.of());
      Optional<Nvrtc> nvrtc =
          found(NativeLibrary.NVRTC).flatMap(f -> loaded(() -> Nvrtc.load(f.file(), ledger)));
      boolean computes =
          loaded(
                  () -> {
                    tensorRt.require(libraries);
                    return true;
                  })
              .isPresent();
      if (devices.isEmpty() || nvrtc.isEmpty() || !computes) {
        throw new DeviceUnavailableException(unavailable(wanted, "is not there", obstacles));
      }
      Optional<NvJpeg> nvJpeg =
          libraries.search(NativeLibrary.NVJPEG).found().map(f -> NvJpeg.load(f, ledger));
      return new GpuMachine(cuda.orElseThrow(), devices, nvrtc.get(), nvJpeg);
    }

    private Optional<FoundLibrary> found(NativeLibrary library) {
      Search search = libraries.search(library);
      if (search.found().isEmpty()) {
        obstacles.add(library.title() + " was not found.");
        search.attempts().forEach(attempt -> obstacles.add(attempt.toString()));
        obstacles.add(library.advice());
      }
      return search.found();
    }

    private interface Loading<T> {
      T load();
    }

    private <T> Optional<T> loaded(Loading<T> loading) {
      try {
        return Optional.of(loading.load());
      } catch (NativeLibraryException | CudaException e) {
        e.getMessage().lines().map(String::strip).forEach(obstacles::add);
        return Optional.empty();
      }
    }

    private List<CudaDevice> devices(CudaRuntime cuda) {
      CudaState state = cuda.state();
      if (!(state instanceof CudaState.Ready(List<CudaDevice> all))) {
        obstacles.add(state.sentence());
        return List.of();
      }
      String there = all.stream().map(CudaDevice::toString).collect(Collectors.joining(", "));
      if (!(wanted instanceof Device.Cuda(int index))) {
        obstacles.add("It finds " + there + ".");
        return all;
      }
      List<CudaDevice> one = all.stream().filter(device -> device.index() == index).toList();
      obstacles.add(
          one.isEmpty()
              ? "It finds no %s, but %s.".formatted(wanted.word(), there)
              : "It finds %s.".formatted(there));
      return one;
    }
  }

  /// What a user is told who cannot have a device.
  ///
  /// @param how such as `is not there`
  /// @param lines all that stands in the way
  static String unavailable(Device wanted, String how, List<String> lines) {
    return "The device %s %s. Choose auto, cpu, gpu or npu with --device.%s"
        .formatted(
            wanted.word(),
            how,
            lines.stream().map(line -> "\n  " + line.strip()).collect(Collectors.joining()));
  }
}
