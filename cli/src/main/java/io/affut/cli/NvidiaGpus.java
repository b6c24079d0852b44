package io.affut.cli;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// NVIDIA's GPUs, as a user is told of them.
final class NvidiaGpus {
  /// What NVIDIA's driver puts there: on Linux, in containers too, and on Windows.
  private static final List<String> DRIVER =
      List.of("proc/driver/nvidia/version", "dev/nvidiactl", "Windows/System32/nvcuda.dll");

  private static final String AUTO =
      "--device cuda computes on the GPU. auto takes the processor, since this was never verified"
          + " on a GPU.";

  private NvidiaGpus() {}

  /// What somebody should know who lets Affût choose: nothing, where there is no driver. Nothing is
  /// loaded for it.
  ///
  /// @param root of the file system
  static Optional<String> hint(Path root) {
    return DRIVER.stream().anyMatch(file -> Files.exists(root.resolve(file)))
        ? Optional.of("There is an NVIDIA driver here: " + AUTO)
        : Optional.empty();
  }

  /// Whether there is neither a driver nor one of the libraries, nor a folder that should have one.
  ///
  /// @param root of the file system
  static boolean isNothingThere(NvidiaSearch search, Path root) {
    return hint(root).isEmpty()
        && search.searches().stream()
            .allMatch(each -> each.found().isEmpty() && each.error().isEmpty());
  }

  /// What a found runtime says of the machine, by name; for `affut doctor`.
  static Map<String, String> facts(FoundLibrary cudart) {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      CudaRuntime cuda = CudaRuntime.load(cudart, new NativeLedger());
      facts.put("runtime", cuda.version().toString());
      CudaState state = cuda.state();
      if (state instanceof CudaState.Ready ready) {
        facts.put("driver", cuda.driverVersion().map(v -> "for CUDA " + v).orElse("none"));
        for (CudaDevice device : ready.devices()) {
          facts.put("cuda:" + device.index(), description(device));
        }
      } else {
        facts.put("no GPU", state.sentence());
      }
    } catch (NativeLibraryException | CudaException e) {
      facts.put("no GPU", e.getMessage());
    }
    return facts;
  }

  /// Whether `--device cuda` would compute here, or everything that is in the way.
  static List<String> use(NvidiaSearch search) {
    return search.libraries().isPresent()
        ? List.of(AUTO)
        : search.reasons().stream().map(NvidiaGpus::first).toList();
  }

  /// The places stand above already.
  private static String first(String reason) {
    return reason.lines().findFirst().orElse("");
  }

  private static String description(CudaDevice device) {
    try {
      return "%s; compute capability %s, %d multiprocessors, %d of %d MB free"
          .formatted(
              device.name(),
              device.computeCapability(),
              device.multiprocessors(),
              device.memory().free() >> 20,
              device.memory().total() >> 20);
    } catch (CudaException e) {
      return device.name() + "; " + e.getMessage();
    }
  }
}
