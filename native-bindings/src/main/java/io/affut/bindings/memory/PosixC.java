package io.affut.bindings.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The function of POSIX systems' C library that we use, under its C name; no logic but the call.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class PosixC {
  /// `MADV_DONTNEED` of Linux: the pages are dropped; a mapped file is read again at the next use.
  static final int MADV_DONTNEED = 4;

  /// `int madvise(void *addr, size_t length, int advice)`
  private static final MethodHandle MADVISE =
      Linker.nativeLinker()
          .defaultLookup()
          .find("madvise")
          .map(address ->
              Linker.nativeLinker()
                  .downcallHandle(
                      address, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)))
          .orElse(null);

  private PosixC() {}

  /// Whether the C library has the function.
  static boolean hasMadvise() {
    return MADVISE != null;
  }

  /// @return 0, or -1 where the system refuses
  static int madvise(long address, long length, int advice) {
    try {
      return (int) MADVISE.invokeExact(MemorySegment.ofAddress(address), length, advice);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("madvise throws nothing", e);
    }
  }
}
