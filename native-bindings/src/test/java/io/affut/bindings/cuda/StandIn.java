package io.affut.bindings.cuda;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.gpu.StandInGpu;
import java.nio.file.Path;
import java.util.Map;

/// The stand-in for the CUDA runtime with our bindings over it.
final class StandIn {
  static final int DRIVER = StandInGpu.DRIVER;
  static final int RUNTIME = StandInGpu.RUNTIME;

  private final StandInGpu gpu;
  final NativeLedger ledger = new NativeLedger();

  private StandIn(StandInGpu gpu) {
    this.gpu = gpu;
  }

  /// As new.
  static StandIn fresh() throws Exception {
    return new StandIn(StandInGpu.fresh());
  }

  Path file() {
    return gpu.cudart();
  }

  CudaRuntime runtime() {
    return CudaRuntime.load(file(), ledger);
  }

  /// The functions as they are, for what the typed layer does not let through.
  CudaRuntimeC c() {
    return new CudaRuntimeC(LibraryLoader.open("the stand-in", "unknown", file()));
  }

  Nvrtc nvrtc() {
    return Nvrtc.load(gpu.nvrtc(), ledger);
  }

  CudaDevice device() {
    return runtime().devices().getFirst();
  }

  /// Another machine.
  void reset(int devices, int driver, int runtime) {
    gpu.reset(devices, driver, runtime);
  }

  /// Lets the nth call from the last reset on fail.
  void fail(int nth, int status) {
    gpu.fail(nth, status);
  }

  /// Lets the nth call from the last reset on fail, and all after it.
  void failForGood(int nth, int status) {
    gpu.failForGood(nth, status);
  }

  void memory(long bytes) {
    gpu.memory(bytes);
  }

  void lose(int device) {
    gpu.lose(device);
  }

  int calls() {
    return gpu.calls();
  }

  /// The C name of the nth call.
  String call(int nth) {
    return gpu.call(nth);
  }

  /// What was done wrong, a line each.
  String complaints() {
    return gpu.complaints();
  }

  /// What was not given back, a line each.
  String living() {
    return gpu.living();
  }

  /// What the typed layer believes to be alive.
  Map<String, Long> counted() {
    return ledger.snapshot();
  }
}
