package io.affut.bindings.tensorrt;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.PlanRequest.InputShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvonnxparser.IParser;

/// A process of its own, for what may end it: opens TensorRT, and uses it as far as that goes.
final class TensorRtProbe {
  /// What it says where no TensorRT is found.
  static final String ABSENT = "no TensorRT; the Maven profile gpu brings it";

  private TensorRtProbe() {}

  /// @param args what to do (`open`, `use`, `parse`), the CUDA runtime, a network
  public static void main(String[] args) throws Throwable {
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
      } else if (args[0].equals("parse")) {
        parse(network.resolveSibling("libnetwork.so"), ledger);
      }
    } catch (NativeLibraryException e) {
      System.out.println("refused: " + e.getMessage());
    }
    System.out.println("left " + ledger.snapshot());
  }

  private static void parse(Path library, NativeLedger ledger) throws Throwable {
    MemorySegment function =
        SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("new_network");
    long address =
        (long)
            Linker.nativeLinker()
                .downcallHandle(function, FunctionDescriptor.of(JAVA_LONG))
                .invokeExact();
    INetworkDefinition network = new INetworkDefinition(new Address(address));
    Owners owners = new Owners(ledger);
    TensorRtLog log = new TensorRtLog();
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      try (Owned<IParser> parser = owners.own(nvonnxparser.createParser(network, log))) {
        if (i == 0) {
          System.out.println("errors " + parser.get().getNbErrors());
        }
      }
      if (i == 5_000) {
        before = residentKilobytes();
      }
    }
    System.out.println("grown by " + (residentKilobytes() - before) + " kB");
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
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
