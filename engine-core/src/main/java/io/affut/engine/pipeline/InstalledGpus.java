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
import java.util.function.Consumer;

/// What of NVIDIA's is found on this machine.
final class InstalledGpus implements GpuSource {

  @Override
  public NvidiaLibraries load(
      Device wanted, NativeLibraries libraries, NativeLedger ledger, Consumer<String> remarks) {
    NvidiaSearch search = NvidiaSearch.of(libraries, ledger).checked();
    search.remarks().forEach(remarks);
    return search
        .libraries()
        .orElseThrow(() -> GpuChoice.unavailable(wanted, "is not there", reasons(wanted, search)));
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
}
