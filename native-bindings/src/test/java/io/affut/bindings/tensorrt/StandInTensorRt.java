package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.SearchSettings;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Required;
import io.affut.testing.TemporaryFolder;
import io.affut.testing.gpu.StandInGpu;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The preset over a stand-in for TensorRT, in C++, over the stand-in for the CUDA runtime.
public final class StandInTensorRt {
  private static Path folder;

  /// The GPU that it is over.
  public final StandInGpu gpu;

  final NativeLedger ledger = new NativeLedger();

  private StandInTensorRt(StandInGpu gpu) {
    this.gpu = gpu;
  }

  /// As new. Ends the test, by the rule of [Required], where there is no compiler (`gcc`) or no
  /// preset (`tensorrt`).
  public static synchronized StandInTensorRt fresh() throws IOException, InterruptedException {
    try {
      libraries().preset("tensorrt", "Its binding");
    } catch (NativeLibraryException e) {
      Required.present("tensorrt", false, e.reason());
    }
    StandInGpu gpu = StandInGpu.fresh();
    if (folder == null) {
      folder = compiled(gpu);
    }
    return new StandInTensorRt(gpu);
  }

  /// Where Bytedeco's jars are found.
  static NativeLibraries libraries() {
    return new NativeLibraries(
        new SearchSettings(
            Optional.empty(), Map.of(), CacheFolder.ofThisUser(), true, ignored -> {}));
  }

  /// Where it lies, as in a folder that `AFFUT_TENSORRT_HOME` names.
  public Path folder() {
    return folder;
  }

  /// What the next builder comes with: 1 an error, 2 an error and no object behind its address.
  @SuppressWarnings("restricted") // a function of the stand-in's own
  void nextBuilderComesWith(int what) {
    MethodHandle function =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.libraryLookup(folder.resolve("libnvinfer.so.10"), Arena.global())
                    .findOrThrow("nvinfer_builder_comes_with"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    try {
      function.invokeExact(what);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  FoundLibrary found() {
    return found(folder.resolve("libnvinfer.so.10"));
  }

  static FoundLibrary found(Path file) {
    return new FoundLibrary(NativeLibrary.TENSORRT, file, "test", "unknown");
  }

  CudaRuntime cuda() {
    return CudaRuntime.load(gpu.cudart(), ledger);
  }

  CudaDevice device() {
    return cuda().devices().getFirst();
  }

  TensorRt open() {
    return TensorRtLibrary.open(libraries(), found(), cuda(), ledger);
  }

  /// The three libraries, and the file that stands for the kernels of the stand-in's GPU.
  private static Path compiled(StandInGpu gpu) throws IOException, InterruptedException {
    Path home = TemporaryFolder.make("affut-standin-tensorrt-");
    copy(StandInGpu.class, "standin.h", home);
    copy(StandInTensorRt.class, "nvinfer.cpp", home);
    compile(
        home,
        "libnvinfer.so.10",
        "-std=c++17",
        home.resolve("nvinfer.cpp").toString(),
        "-Wl,--no-as-needed",
        gpu.cudart().toString());
    compile(
        home,
        "libnvonnxparser.so.10",
        "-Wl,--no-as-needed",
        home.resolve("libnvinfer.so.10").toString());
    Files.createFile(home.resolve("libnvinfer_builder_resource_sm89.so.10.15.1"));
    return home;
  }

  private static void copy(Class<?> beside, String name, Path home) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      Files.copy(in, home.resolve(name));
    }
  }

  /// Under the name by which others need it.
  static void compile(Path home, String name, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "g++", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-Wl,-soname," + name));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", home.resolve(name).toString()));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Required.present("gcc", false, "no g++: " + e.getMessage());
      return;
    }
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }
}
