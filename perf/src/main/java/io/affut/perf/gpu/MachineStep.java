package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The machine, its GPUs, and the versions of what is used. A machine without a GPU ends it.
final class MachineStep implements Step {
  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws IOException {
    answer.put("processor", line("/proc/cpuinfo", "model name"));
    answer.put("cores", Runtime.getRuntime().availableProcessors());
    answer.put("memory", line("/proc/meminfo", "MemTotal"));
    answer.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    answer.put("java", Runtime.version().toString());
    options.text("commit").ifPresent(commit -> answer.put("commit", commit));
    GpuMemory gpus = GpuMemory.here();
    answer.put("cuda", gpus.cuda().version().toString());
    gpus.cuda().driverVersion().ifPresent(v -> answer.put("driver", "for CUDA " + v));
    ArrayNode devices = answer.putArray("gpus");
    for (CudaDevice device : gpus.devices()) {
      devices
          .addObject()
          .put("name", device.name())
          .put("compute_capability", device.computeCapability().toString())
          .put("multiprocessors", device.multiprocessors())
          .put("memory", device.memory().total());
    }
    ObjectNode libraries = answer.putObject("libraries");
    for (NativeLibrary library : NativeLibrary.values()) {
      // One that does not serve ends the steps that need it, not all of them.
      Search search = Here.libraries().examine(library);
      search
          .found()
          .map(found -> found.version() + " (" + found.file().getFileName() + ")")
          .or(search::error)
          .ifPresent(said -> libraries.put(library.name().toLowerCase(Locale.ROOT), said));
    }
    answer.put("name", shortName(gpus.devices().getFirst().name()));
    return true;
  }

  /// What results are filed under: `h100-80gb-hbm3` for `NVIDIA H100 80GB HBM3`.
  static String shortName(String gpu) {
    return gpu.toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^(nvidia-)+|^-|-$", "");
  }

  private static String line(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
