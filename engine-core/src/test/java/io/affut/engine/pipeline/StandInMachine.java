package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.SearchSettings;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaLibraries;
import io.affut.engine.RealParts;
import io.affut.engine.backend.StandInTensorRt;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.testing.gpu.StandInGpu;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A machine with NVIDIA's GPUs, all of whose libraries are stand-ins.
final class StandInMachine implements AutoCloseable {
  final StandInGpu gpu;
  final StandInTensorRt tensorRt = new StandInTensorRt();
  final NativeLedger ledger = new NativeLedger();
  final List<String> progress = new ArrayList<>();
  private final NativeLibraries libraries;

  /// @param devices how many GPUs it has
  StandInMachine(int devices) throws Exception {
    gpu = StandInGpu.fresh();
    gpu.reset(devices, StandInGpu.DRIVER, StandInGpu.RUNTIME);
    gpu.turboJpeg(RealParts.libraries().require(NativeLibrary.TURBOJPEG).file());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("AFFUT_CUDA_HOME", gpu.folder().toString());
    libraries =
        new NativeLibraries(
            new SearchSettings(
                Optional.empty(), environment, CacheFolder.ofThisUser(), true, line -> {}));
  }

  /// All stand-ins together. The one for TensorRT lives longer than the engine.
  private NvidiaLibraries nvidia(
      Device wanted, NativeLibraries everywhere, NativeLedger counts, Consumer<String> remarks) {
    CudaRuntime cuda = CudaRuntime.load(gpu.cudart(), counts);
    return new NvidiaLibraries(
        cuda,
        cuda.devices(),
        Nvrtc.load(gpu.nvrtc(), counts),
        everywhere.search(NativeLibrary.NVJPEG).found(),
        tensorRt);
  }

  Engine open(
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings) {
    return Engine.open(
        source,
        classification,
        settings,
        libraries,
        this::nvidia,
        ledger,
        line -> {
          synchronized (progress) {
            progress.add(line);
          }
        });
  }

  /// What is alive and what was done wrong, or nothing, as text.
  String left() {
    return String.join(
            "\n",
            gpu.complaints(),
            gpu.living(),
            String.join("\n", tensorRt.complaints()),
            String.join("\n", tensorRt.living()),
            ledger.snapshot().isEmpty() ? "" : ledger.snapshot().toString())
        .strip();
  }

  @Override
  public void close() {
    tensorRt.close();
  }
}
