package io.affut.bindings.cuda;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of NVRTC, CUDA's compiler at run time, that we use, under their C names; no logic
/// but the call. All of them are in CUDA 12 and 13.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class NvrtcC {
  static final int NVRTC_SUCCESS = 0;

  /// `NVRTC_ERROR_COMPILATION`: the log says what is wrong.
  static final int NVRTC_ERROR_COMPILATION = 6;

  private static final Linker LINKER = Linker.nativeLinker();

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks one of the functions
  NvrtcC(LoadedLibrary library) {
    this.library = library;
    super(); // the addresses below are looked up now
  }

  private MemorySegment address(String symbol) {
    return library.symbol(symbol);
  }

  /// ```c
  /// nvrtcResult nvrtcVersion(int *major, int *minor);
  /// ```
  private static final MethodHandle nvrtcVersion$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcVersion = address("nvrtcVersion");

  int nvrtcVersion(MemorySegment major, MemorySegment minor) {
    try {
      return (int) nvrtcVersion$mh.invokeExact(nvrtcVersion, major, minor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetNumSupportedArchs(int *numArchs);
  /// ```
  private static final MethodHandle nvrtcGetNumSupportedArchs$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvrtcGetNumSupportedArchs = address("nvrtcGetNumSupportedArchs");

  int nvrtcGetNumSupportedArchs(MemorySegment numArchs) {
    try {
      return (int) nvrtcGetNumSupportedArchs$mh.invokeExact(nvrtcGetNumSupportedArchs, numArchs);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetSupportedArchs(int *supportedArchs);
  /// ```
  private static final MethodHandle nvrtcGetSupportedArchs$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvrtcGetSupportedArchs = address("nvrtcGetSupportedArchs");

  int nvrtcGetSupportedArchs(MemorySegment supportedArchs) {
    try {
      return (int) nvrtcGetSupportedArchs$mh.invokeExact(nvrtcGetSupportedArchs, supportedArchs);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcCreateProgram(nvrtcProgram *prog, const char *src, const char *name,
  ///                                int numHeaders, const char * const *headers,
  ///                                const char * const *includeNames);
  /// ```
  private static final MethodHandle nvrtcCreateProgram$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcCreateProgram = address("nvrtcCreateProgram");

  int nvrtcCreateProgram(
      MemorySegment prog,
      MemorySegment src,
      MemorySegment name,
      int numHeaders,
      MemorySegment headers,
      MemorySegment includeNames) {
    try {
      return (int)
          nvrtcCreateProgram$mh.invokeExact(
              nvrtcCreateProgram, prog, src, name, numHeaders, headers, includeNames);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcCompileProgram(nvrtcProgram prog, int numOptions,
  ///                                 const char * const *options);
  /// ```
  private static final MethodHandle nvrtcCompileProgram$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

  private final MemorySegment nvrtcCompileProgram = address("nvrtcCompileProgram");

  int nvrtcCompileProgram(MemorySegment prog, int numOptions, MemorySegment options) {
    try {
      return (int)
          nvrtcCompileProgram$mh.invokeExact(nvrtcCompileProgram, prog, numOptions, options);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetProgramLogSize(nvrtcProgram prog, size_t *logSizeRet);
  /// ```
  private static final MethodHandle nvrtcGetProgramLogSize$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetProgramLogSize = address("nvrtcGetProgramLogSize");

  int nvrtcGetProgramLogSize(MemorySegment prog, MemorySegment logSizeRet) {
    try {
      return (int) nvrtcGetProgramLogSize$mh.invokeExact(nvrtcGetProgramLogSize, prog, logSizeRet);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetProgramLog(nvrtcProgram prog, char *log);
  /// ```
  private static final MethodHandle nvrtcGetProgramLog$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetProgramLog = address("nvrtcGetProgramLog");

  int nvrtcGetProgramLog(MemorySegment prog, MemorySegment log) {
    try {
      return (int) nvrtcGetProgramLog$mh.invokeExact(nvrtcGetProgramLog, prog, log);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetCUBINSize(nvrtcProgram prog, size_t *cubinSizeRet);
  /// ```
  private static final MethodHandle nvrtcGetCUBINSize$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetCUBINSize = address("nvrtcGetCUBINSize");

  int nvrtcGetCUBINSize(MemorySegment prog, MemorySegment cubinSizeRet) {
    try {
      return (int) nvrtcGetCUBINSize$mh.invokeExact(nvrtcGetCUBINSize, prog, cubinSizeRet);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetCUBIN(nvrtcProgram prog, char *cubin);
  /// ```
  private static final MethodHandle nvrtcGetCUBIN$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetCUBIN = address("nvrtcGetCUBIN");

  int nvrtcGetCUBIN(MemorySegment prog, MemorySegment cubin) {
    try {
      return (int) nvrtcGetCUBIN$mh.invokeExact(nvrtcGetCUBIN, prog, cubin);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetPTXSize(nvrtcProgram prog, size_t *ptxSizeRet);
  /// ```
  private static final MethodHandle nvrtcGetPTXSize$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetPTXSize = address("nvrtcGetPTXSize");

  int nvrtcGetPTXSize(MemorySegment prog, MemorySegment ptxSizeRet) {
    try {
      return (int) nvrtcGetPTXSize$mh.invokeExact(nvrtcGetPTXSize, prog, ptxSizeRet);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcGetPTX(nvrtcProgram prog, char *ptx);
  /// ```
  private static final MethodHandle nvrtcGetPTX$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvrtcGetPTX = address("nvrtcGetPTX");

  int nvrtcGetPTX(MemorySegment prog, MemorySegment ptx) {
    try {
      return (int) nvrtcGetPTX$mh.invokeExact(nvrtcGetPTX, prog, ptx);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvrtcResult nvrtcDestroyProgram(nvrtcProgram *prog);
  /// ```
  private static final MethodHandle nvrtcDestroyProgram$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvrtcDestroyProgram = address("nvrtcDestroyProgram");

  int nvrtcDestroyProgram(MemorySegment prog) {
    try {
      return (int) nvrtcDestroyProgram$mh.invokeExact(nvrtcDestroyProgram, prog);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// const char *nvrtcGetErrorString(nvrtcResult result);
  /// ```
  private static final MethodHandle nvrtcGetErrorString$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final MemorySegment nvrtcGetErrorString = address("nvrtcGetErrorString");

  MemorySegment nvrtcGetErrorString(int result) {
    try {
      return (MemorySegment) nvrtcGetErrorString$mh.invokeExact(nvrtcGetErrorString, result);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
