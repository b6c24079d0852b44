package io.affut.bindings.tensorrt;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What of TensorRT goes past the preset: the one C function that we use, and the deletion of C++
/// objects; no logic but the call.
@SuppressWarnings("restricted") // native code is what it is for
final class TensorRtC {
  private static final Linker LINKER = Linker.nativeLinker();

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks the function
  TensorRtC(LoadedLibrary library) {
    this.library = library;
    super(); // the address below is looked up now
  }

  /// ```c
  /// int32_t getInferLibVersion(void);
  /// ```
  private static final MethodHandle getInferLibVersion$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT));

  private final MemorySegment getInferLibVersion = address("getInferLibVersion");

  int getInferLibVersion() {
    try {
      return (int) getInferLibVersion$mh.invokeExact(getInferLibVersion);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void deleter(T *object);
  /// ```
  private static final MethodHandle deleter$mh =
      LINKER.downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG));

  /// @param deleter the address of a function that deletes objects of that class
  static void delete(long deleter, long object) {
    try {
      deleter$mh.invokeExact(MemorySegment.ofAddress(deleter), object);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// The function in a slot of the table of virtual functions, which the first word of an object
  /// points to (Itanium's C++ ABI, that of Linux).
  static long virtualFunction(long object, int slot) {
    long table = word(object);
    return word(table + slot * JAVA_LONG.byteSize());
  }

  private static long word(long address) {
    return MemorySegment.ofAddress(address).reinterpret(JAVA_LONG.byteSize()).get(JAVA_LONG, 0);
  }

  private MemorySegment address(String symbol) {
    return library.symbol(symbol);
  }
}
