package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// NVRTC, CUDA's compiler at run time, loaded into the process, where it stays for good. It needs
/// neither a driver nor a GPU. Any thread may use it.
public final class Nvrtc {
  private static final String KIND = "nvrtcProgram";

  private final NvrtcC c;
  private final NativeLedger ledger;
  private final CudaVersion version;

  private Nvrtc(LoadedLibrary loaded, NativeLedger ledger) {
    this.c = new NvrtcC(loaded);
    this.ledger = ledger;
    try (Arena call = Arena.ofConfined()) {
      MemorySegment major = call.allocate(JAVA_INT);
      MemorySegment minor = call.allocate(JAVA_INT);
      check(c.nvrtcVersion(major, minor), "nvrtcVersion", "");
      this.version = new CudaVersion(major.get(JAVA_INT, 0), minor.get(JAVA_INT, 0));
    }
  }

  /// Loads NVRTC.
  ///
  /// @param file `libnvrtc` itself; `libnvrtc-builtins` of the same version lies beside it
  /// @param ledger counts what lives, as `nvrtcProgram`
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static Nvrtc load(Path file, NativeLedger ledger) {
    return new Nvrtc(LibraryLoader.open("NVRTC", "unknown", file), ledger);
  }

  /// Its version, which is that of the CUDA that it belongs to.
  public CudaVersion version() {
    return version;
  }

  /// The architectures that it has code for, such as `sm_75`, the oldest first.
  ///
  /// @throws CudaException when it fails
  public List<String> architectures() {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment count = call.allocate(JAVA_INT);
      check(c.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs", "");
      MemorySegment numbers = call.allocate(JAVA_INT, count.get(JAVA_INT, 0));
      check(c.nvrtcGetSupportedArchs(numbers), "nvrtcGetSupportedArchs", "");
      return Arrays.stream(numbers.toArray(JAVA_INT)).sorted().mapToObj(n -> "sm_" + n).toList();
    }
  }

  /// Compiles kernels for [CudaDevice#load].
  ///
  /// @param name what the source is called in messages
  /// @param source in CUDA C++
  /// @param options one of them has to name an architecture: `--gpu-architecture=sm_90`, or
  ///   `compute_90` for code that the driver compiles further, also for GPUs that came later
  /// @return for `sm_90` machine code in the ELF form that CUDA calls a cubin; for `compute_90`
  ///   PTX, a text with the zero at its end
  /// @throws CudaException when it does not compile, with the compiler's own words in
  ///   [CudaException#nativeText()]
  public byte[] compile(String name, String source, List<String> options) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      check(
          c.nvrtcCreateProgram(
              slot,
              call.allocateFrom(source),
              call.allocateFrom(name),
              0,
              MemorySegment.NULL,
              MemorySegment.NULL),
          "nvrtcCreateProgram",
          "");
      ledger.add(KIND, 1);
      try {
        return compile(call, slot.get(ADDRESS, 0), options);
      } finally {
        c.nvrtcDestroyProgram(slot); // it can fail only for what is no program
        ledger.remove(KIND, 1);
      }
    }
  }

  private byte[] compile(Arena call, MemorySegment program, List<String> options) {
    MemorySegment list = call.allocate(ADDRESS, options.size());
    for (int i = 0; i < options.size(); i++) {
      list.setAtIndex(ADDRESS, i, call.allocateFrom(options.get(i)));
    }
    int status = c.nvrtcCompileProgram(program, options.size(), list);
    check(status, "nvrtcCompileProgram", status == NvrtcC.NVRTC_SUCCESS ? "" : log(call, program));
    MemorySegment size = call.allocate(JAVA_LONG);
    check(c.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize", "");
    if (size.get(JAVA_LONG, 0) == 0) { // so it is for compute_90 and the like
      return ptx(call, program, size);
    }
    MemorySegment cubin = call.allocate(size.get(JAVA_LONG, 0));
    check(c.nvrtcGetCUBIN(program, cubin), "nvrtcGetCUBIN", "");
    return cubin.toArray(JAVA_BYTE);
  }

  private byte[] ptx(Arena call, MemorySegment program, MemorySegment size) {
    check(c.nvrtcGetPTXSize(program, size), "nvrtcGetPTXSize", "");
    MemorySegment ptx = call.allocate(size.get(JAVA_LONG, 0));
    check(c.nvrtcGetPTX(program, ptx), "nvrtcGetPTX", "");
    return ptx.toArray(JAVA_BYTE);
  }

  /// What the compiler said; "" when it does not tell, which must not hide that it failed.
  private String log(Arena call, MemorySegment program) {
    MemorySegment size = call.allocate(JAVA_LONG);
    if (c.nvrtcGetProgramLogSize(program, size) != NvrtcC.NVRTC_SUCCESS) {
      return "";
    }
    MemorySegment log = call.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
    boolean told = c.nvrtcGetProgramLog(program, log) == NvrtcC.NVRTC_SUCCESS;
    return told ? log.getString(0).strip() : "";
  }

  private void check(int status, String function, String text) {
    if (status != NvrtcC.NVRTC_SUCCESS) {
      String name = CudaRuntimeC.text(c.nvrtcGetErrorString(status)); // static, not ours
      throw new CudaException(function, status, name, text);
    }
  }
}
