package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.PlanRequest.InputShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A process of its own, for what may end it: opens TensorRT, and uses it as far as that goes.
final class TensorRtProbe {
  /// What it says where no TensorRT is found.
  static final String ABSENT = "no TensorRT; the Maven profile gpu brings it";

  private TensorRtProbe() {}

  /// @param args what to do (`open`, `use`), the CUDA runtime, a network
  public static void main(String[] args) {
    Search search = StandInTensorRt.libraries().examine(NativeLibrary.TENSORRT);
    if (search.found().isEmpty()) {
      System.out.println(ABSENT + ": " + search.attempts());
      return;
    }
    Path network = Path.of(args[2]);
    NativeLedger ledger = new NativeLedger();
    CudaRuntime cuda = CudaRuntime.load(Path.of(args[1]), ledger);
    try {
      TensorRt tensorRt =
          TensorRtLibrary.open(StandInTensorRt.libraries(), search.found().get(), cuda, ledger);
      System.out.println("version " + tensorRt.version());
      if (args[0].equals("use")) {
        use(tensorRt, cuda.devices().getFirst(), network);
      }
    } catch (NativeLibraryException e) {
      System.out.println("refused: " + e.getMessage());
    }
    System.out.println("left " + ledger.snapshot());
  }

  private static void use(TensorRt tensorRt, CudaDevice device, Path network) {
    try {
      tensorRt.load(device, network).close();
    } catch (TensorRtException e) {
      System.out.println("load: " + e.getMessage());
    }
    List<Long> shape = List.of(1L, 3L, 8L, 8L);
    PlanRequest request =
        new PlanRequest(
            device,
            network,
            true,
            List.of(new InputShape("images", shape, shape, shape)),
            Optional.empty());
    try {
      tensorRt.build(request, network.resolveSibling("plan"), line -> {});
    } catch (TensorRtException e) {
      System.out.println("build: " + e.getMessage());
    }
  }
}
