package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaLibraries;
import io.affut.bindings.nvidia.NvidiaSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where an engine's native libraries come from. Those of NVIDIA are found and loaded by then, if
/// its device needs them, so that who asks for a GPU that cannot be had is told at once; all others
/// when the engine opens, since they may have to be fetched.
public final class EngineLibraries {
  private final NativeLibraries all;
  private final NativeLedger ledger;
  private final Optional<NvidiaLibraries> nvidia;
  private final List<String> remarks;

  /// @param nvidia for NVIDIA's GPUs
  /// @param remarks what a user has to know although nothing is in the way
  EngineLibraries(
      NativeLibraries all,
      NativeLedger ledger,
      Optional<NvidiaLibraries> nvidia,
      List<String> remarks) {
    this.all = all;
    this.ledger = ledger;
    this.nvidia = nvidia;
    this.remarks = List.copyOf(remarks);
  }

  /// The libraries for a device.
  ///
  /// @param all OpenVINO, NVIDIA's libraries, libturbojpeg and FFmpeg
  /// @param ledger counts what lives outside the Java heap, now and in the engine
  /// @throws DeviceUnavailableException when one of NVIDIA's GPUs is asked for that cannot be had,
  ///   with all that stands in the way
  /// @throws NativeLibraryException when a folder that the user names does not serve
  public static EngineLibraries of(Device device, NativeLibraries all, NativeLedger ledger) {
    return switch (device) {
      case Device.Auto _, Device.OpenVino _ ->
          new EngineLibraries(all, ledger, Optional.empty(), List.of());
      case Device.Cuda _, Device.AllCuda _ -> forGpus(device, all, ledger);
    };
  }

  private static EngineLibraries forGpus(Device wanted, NativeLibraries all, NativeLedger ledger) {
    NvidiaSearch search = NvidiaSearch.of(all, ledger).checked();
    NvidiaLibraries found =
        search
            .libraries()
            .orElseThrow(
                () -> GpuChoice.unavailable(wanted, "is not there", reasons(wanted, search)));
    GpuChoice.of(wanted, found.devices());
    return new EngineLibraries(all, ledger, Optional.of(found), search.remarks());
  }

  /// What is in the way of all GPUs, and of that one.
  private static List<String> reasons(Device wanted, NvidiaSearch search) {
    List<String> reasons = new ArrayList<>();
    search.searches().stream()
        .filter(each -> each.library() == NativeLibrary.CUDA)
        .findFirst()
        .flatMap(cuda -> missing(wanted, cuda))
        .ifPresent(reasons::add);
    reasons.addAll(search.reasons());
    return reasons;
  }

  private static Optional<String> missing(Device wanted, Search cuda) {
    try {
      return cuda.found()
          .map(found -> CudaRuntime.load(found, new NativeLedger()).state())
          .filter(CudaState.Ready.class::isInstance)
          .map(CudaState.Ready.class::cast)
          .flatMap(ready -> GpuChoice.missing(wanted, ready.devices()));
    } catch (NativeLibraryException | CudaException e) {
      return Optional.empty(); // among the reasons already
    }
  }

  NativeLibraries all() {
    return all;
  }

  NativeLedger ledger() {
    return ledger;
  }

  /// @throws IllegalStateException when it is for another kind of device
  NvidiaLibraries nvidia() {
    return nvidia.orElseThrow(
        () -> new IllegalStateException("these libraries are not for NVIDIA's GPUs"));
  }

  /// What a user has to know although nothing is in the way, a sentence each.
  List<String> remarks() {
    return remarks;
  }
}
