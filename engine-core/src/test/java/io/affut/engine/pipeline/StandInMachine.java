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

/// A machine with NVIDIA's GPUs, all of whose libraries are stand-ins.
final class StandInMachine implements AutoCloseable {
  /// What is to be said when an engine opens.
  static final String REMARK = "It is a machine of stand-ins.";

  final StandInGpu gpu;
  final StandInTensorRt tensorRt = new StandInTensorRt();
  final NativeLedger ledger = new NativeLedger();
  final List<String> progress = new ArrayList<>();
  private final int devices;
  private final NativeLibraries libraries;

  /// @param devices how many GPUs it has
  StandInMachine(int devices) throws Exception {
    this.devices = devices;
    gpu = StandInGpu.fresh();
    restart();
    gpu.turboJpeg(RealParts.libraries().require(NativeLibrary.TURBOJPEG).file());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("AFFUT_CUDA_HOME", gpu.folder().toString());
    libraries =
        new NativeLibraries(
            new SearchSettings(
                Optional.empty(), environment, CacheFolder.ofThisUser(), true, line -> {}));
  }

  /// Its GPUs are as new; what TensorRT has compiled is kept, which takes the most time.
  void restart() {
    gpu.reset(devices, StandInGpu.DRIVER, StandInGpu.RUNTIME);
  }

  /// All stand-ins together. The one for TensorRT lives longer than the engine.
  private NvidiaLibraries nvidia() {
    CudaRuntime cuda = CudaRuntime.load(gpu.cudart(), ledger);
    return new NvidiaLibraries(
        cuda,
        cuda.devices(),
        Nvrtc.load(gpu.nvrtc(), ledger),
        libraries.search(NativeLibrary.NVJPEG).found(),
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
        new EngineLibraries(libraries, ledger, Optional.of(nvidia()), List.of(REMARK)),
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
