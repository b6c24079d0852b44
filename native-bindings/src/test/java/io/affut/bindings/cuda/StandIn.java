package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The stand-in for the CUDA runtime (`standin.c`), compiled and loaded once: a machine with one
/// device and a driver for CUDA 13.1, until a test wants another one.
final class StandIn {
  static final int DRIVER = 13010;
  static final int RUNTIME = 13010;

  private static StandIn only;

  private final Path file;
  private final LoadedLibrary library;
  final NativeLedger ledger = new NativeLedger();

  private StandIn(Path file) {
    this.file = file;
    this.library = LibraryLoader.open("the stand-in", "unknown", file);
  }

  /// As new.
  static synchronized StandIn fresh() throws Exception {
    if (only == null) {
      Path folder = Files.createTempDirectory("affut-standin-");
      Path file = folder.resolve("libcudart.so.13");
      Compiler.compile(
          Compiler.source("standin.c", folder), "-shared", "-fPIC", "-pthread", "-o", file + "");
      only = new StandIn(file);
    }
    StandIn fresh = new StandIn(only.file);
    fresh.reset(1, DRIVER, RUNTIME);
    return fresh;
  }

  Path file() {
    return file;
  }

  CudaRuntime runtime() {
    return CudaRuntime.load(file, ledger);
  }

  /// The functions as they are, for what the typed layer does not let through.
  CudaRuntimeC c() {
    return new CudaRuntimeC(library);
  }

  CudaDevice device() {
    return runtime().devices().getFirst();
  }

  /// Another machine.
  void reset(int devices, int driver, int runtime) {
    call(
        FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT), "reset", devices, driver, runtime);
  }

  /// Lets the nth call from the last reset on fail.
  void fail(int nth, int status) {
    fail(nth, status, 0);
  }

  /// Lets the nth call from the last reset on fail, and all after it.
  void failForGood(int nth, int status) {
    fail(nth, status, 1);
  }

  private void fail(int nth, int status, int forGood) {
    call(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT), "fail", nth, status, forGood);
  }

  int calls() {
    return (int) call(FunctionDescriptor.of(JAVA_INT), "calls");
  }

  /// The C name of the nth call.
  String call(int nth) {
    return text(call(FunctionDescriptor.of(ADDRESS, JAVA_INT), "call", nth));
  }

  /// What was done wrong, a line each.
  String complaints() {
    return text(call(FunctionDescriptor.of(ADDRESS), "complaints"));
  }

  /// What was not given back, a line each.
  String living() {
    return text(call(FunctionDescriptor.of(ADDRESS), "living"));
  }

  /// What the typed layer believes to be alive.
  Map<String, Long> counted() {
    return ledger.snapshot();
  }

  private static String text(Object pointer) {
    return CudaRuntimeC.text((MemorySegment) pointer);
  }

  private Object call(FunctionDescriptor type, String name, Object... arguments) {
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(library.symbol("standin_" + name), type);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
