package io.affut.testing.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.testing.TemporaryFolder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// NVIDIA's libraries as stand-ins, compiled and loaded once: a machine with one device and a
/// driver for CUDA 13.1, until a test wants another one. Tests that use it must not run at the same
/// time in one process.
@SuppressWarnings("restricted") // the functions of C are what it is for
public final class StandInGpu {
  /// CUDA 13.1, as C writes it.
  public static final int DRIVER = 13010;

  /// CUDA 13.1, as C writes it.
  public static final int RUNTIME = 13010;

  private static StandInGpu only;

  private final Path folder;
  private final SymbolLookup library;
  private final SymbolLookup nvjpeg;

  private StandInGpu(Path folder) {
    this.folder = folder;
    this.library = SymbolLookup.libraryLookup(folder.resolve("libcudart.so.13"), Arena.global());
    this.nvjpeg = SymbolLookup.libraryLookup(folder.resolve("libnvjpeg.so.13"), Arena.global());
  }

  /// As new. Ends the test, by the rule of [io.affut.testing.Required] for `gcc`, where there is no
  /// compiler.
  public static synchronized StandInGpu fresh() throws IOException, InterruptedException {
    if (only == null) {
      only = new StandInGpu(StandInLibraries.compile(TemporaryFolder.make("affut-standin-")));
    }
    only.reset(1, DRIVER, RUNTIME);
    only.hardwareJpegs(true);
    return only;
  }

  /// Where the libraries lie, as in a folder that `AFFUT_CUDA_HOME` names.
  public Path folder() {
    return folder;
  }

  /// The stand-in for the CUDA runtime.
  public Path cudart() {
    return folder.resolve("libcudart.so.13");
  }

  /// The stand-in for CUDA's compiler at run time, whose machine code the one for the runtime runs.
  /// Ends the test, by the rule of [io.affut.testing.Required] for `gcc`, where there is no g++.
  public Path nvrtc() {
    Gcc.requireCpp();
    return folder.resolve("libnvrtc.so.13");
  }

  /// The stand-in for nvJPEG.
  public Path nvjpeg() {
    return folder.resolve("libnvjpeg.so.13");
  }

  /// Whether the GPUs have a decoder for JPEG beside their multiprocessors; at first they have.
  public void hardwareJpegs(boolean present) {
    call(nvjpeg, FunctionDescriptor.ofVoid(JAVA_INT), "nvjpeg_hardware", present ? 1 : 0);
  }

  /// Lets that decoder leave the next files out and say that all went well.
  public void skipHardwareJpegs(int files) {
    call(nvjpeg, FunctionDescriptor.ofVoid(JAVA_INT), "nvjpeg_skip", files);
  }

  /// The libturbojpeg with which the stand-in for nvJPEG decodes; without it the one that the
  /// system finds.
  public void turboJpeg(Path file) {
    try (Arena call = Arena.ofConfined()) {
      call(
          nvjpeg,
          FunctionDescriptor.ofVoid(ADDRESS),
          "nvjpeg_turbojpeg",
          call.allocateFrom(file.toAbsolutePath().toString()));
    }
  }

  /// Another machine, with nothing on it.
  ///
  /// @param devices how many GPUs
  /// @param driver the version of CUDA that the driver knows, as C writes it; 0 for no driver
  /// @param runtime the version of the runtime
  public void reset(int devices, int driver, int runtime) {
    call(
        FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT), "reset", devices, driver, runtime);
  }

  /// Lets the nth call from the last reset on fail.
  public void fail(int nth, int status) {
    fail(nth, status, 0);
  }

  /// Lets the nth call from the last reset on fail, and all after it.
  public void failForGood(int nth, int status) {
    fail(nth, status, 1);
  }

  /// Lets the nth call of one function from now on fail.
  ///
  /// @param function its C name
  public void failOf(String function, int nth, int status) {
    try (Arena call = Arena.ofConfined()) {
      call(
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT),
          "fail_of",
          call.allocateFrom(function),
          nth,
          status);
    }
  }

  /// Whether that call is still to come.
  public boolean willFail() {
    return (int) call(FunctionDescriptor.of(JAVA_INT), "will_fail") != 0;
  }

  private void fail(int nth, int status, int forGood) {
    call(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT), "fail", nth, status, forGood);
  }

  /// Lets each device have so many bytes, until the next reset; 1 GiB otherwise.
  public void memory(long bytes) {
    call(FunctionDescriptor.ofVoid(JAVA_LONG), "memory", bytes);
  }

  /// Lets all devices be of another kind until the next reset; they are of compute capability 8.9
  /// otherwise.
  ///
  /// @param number such as 90 for 9.0
  public void computeCapability(int number) {
    call(FunctionDescriptor.ofVoid(JAVA_INT), "compute_capability", number);
  }

  /// From now on and until the next reset, whatever touches that device fails with
  /// `cudaErrorIllegalAddress` (700), except giving back.
  public void lose(int device) {
    call(FunctionDescriptor.ofVoid(JAVA_INT), "lose", device);
  }

  /// How many calls there were since the last reset.
  public int calls() {
    return (int) call(FunctionDescriptor.of(JAVA_INT), "calls");
  }

  /// The C name of the nth call.
  public String call(int nth) {
    return text(call(FunctionDescriptor.of(ADDRESS, JAVA_INT), "call", nth));
  }

  /// What was done wrong, a line each.
  public String complaints() {
    return text(call(FunctionDescriptor.of(ADDRESS), "complaints"));
  }

  /// What was not given back, a line each.
  public String living() {
    return text(call(FunctionDescriptor.of(ADDRESS), "living"));
  }

  private static String text(Object pointer) {
    return ((MemorySegment) pointer).reinterpret(1 << 16).getString(0).strip();
  }

  private Object call(FunctionDescriptor type, String name, Object... arguments) {
    return call(library, type, name, arguments);
  }

  private static Object call(
      SymbolLookup library, FunctionDescriptor type, String name, Object... arguments) {
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(library.findOrThrow("standin_" + name), type);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
