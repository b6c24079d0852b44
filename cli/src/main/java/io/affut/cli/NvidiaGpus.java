package io.affut.cli;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.pipeline.DeviceUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// NVIDIA's GPUs, as far as a user is told of them: no network is computed on one yet, so whoever
/// asks for one is told what stands in the way and is never given another device.
///
/// @param libraries where CUDA's runtime is looked for
record NvidiaGpus(NativeLibraries libraries) {
  private static final String NOT_YET =
      "This version of Affût does not compute on NVIDIA's GPUs yet.";

  /// Whether a word of `--device` asks for them: `cuda`, `cuda:1`, `all`.
  static boolean areMeantBy(String word) {
    return word.equals("all") || word.matches("cuda(:\\d+)?");
  }

  /// Why the device of that word cannot be had: a sentence, then every place that was looked at, or
  /// everything that is in the way.
  ///
  /// @throws NativeLibraryException when a folder that the user names does not serve
  DeviceUnavailableException unavailable(String word) {
    Search search = libraries.search(NativeLibrary.CUDA);
    String reasons =
        search.found().map(found -> reasons(word, found)).orElseGet(() -> notFound(search));
    return new DeviceUnavailableException(
        "The device %s is not there. Choose auto, cpu, gpu or npu with --device.\n%s"
            .formatted(word, reasons.indent(2).stripTrailing()));
  }

  /// What a found runtime says of the machine, by name; for `affut doctor`.
  Map<String, String> facts(FoundLibrary found) {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      CudaRuntime cuda = CudaRuntime.load(found, new NativeLedger());
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

  /// What `--device auto` makes of them.
  static String automatic() {
    return "--device auto takes the processor. " + NOT_YET;
  }

  private static String notFound(Search search) {
    String places =
        search.attempts().stream().map(Object::toString).collect(Collectors.joining("\n"));
    return "CUDA was not found.\n%s\n%s\n%s".formatted(places, search.library().advice(), NOT_YET);
  }

  private static String reasons(String word, FoundLibrary found) {
    String where = "CUDA was found: %s.\n".formatted(found.file());
    try {
      CudaState state = CudaRuntime.load(found, new NativeLedger()).state();
      if (!(state instanceof CudaState.Ready ready)) {
        return where + state.sentence() + "\n" + NOT_YET;
      }
      String devices =
          ready.devices().stream().map(CudaDevice::toString).collect(Collectors.joining(", "));
      boolean there =
          !word.startsWith("cuda:")
              || ready.devices().stream().anyMatch(device -> word.equals("cuda:" + device.index()));
      return where
          + (there ? "It finds " : "It finds no " + word + ", but ")
          + devices
          + ".\n"
          + NOT_YET;
    } catch (NativeLibraryException | CudaException e) {
      return where + e.getMessage() + "\n" + NOT_YET;
    }
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
