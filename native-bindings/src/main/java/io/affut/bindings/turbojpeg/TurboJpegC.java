package io.affut.bindings.turbojpeg;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The functions of the TurboJPEG API that we use, under their C names; no logic but the call.
///
/// All of them are in libjpeg-turbo 2.0 to 3.1. The handles are constants without an address; each
/// takes the function's address first. Sizes are the callers' affair.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class TurboJpegC {
  /// `TJERR_WARNING`: something is wrong with the file, but it was decoded as far as it goes.
  static final int TJERR_WARNING = 0;

  /// `TJFLAG_ACCURATEDCT`: the slow inverse DCT, with which results equal those of libjpeg.
  static final int TJFLAG_ACCURATEDCT = 4096;

  /// `TJFLAG_LIMITSCANS` (2.1): a progressive file of more than 500 scans is an error. No camera
  /// makes one; a hostile one of a few kilobytes would take minutes.
  static final int TJFLAG_LIMITSCANS = 32768;

  /// `typedef struct { int num; int denom; } tjscalingfactor;`
  static final StructLayout TJSCALINGFACTOR =
      MemoryLayout.structLayout(JAVA_INT.withName("num"), JAVA_INT.withName("denom"))
          .withName("tjscalingfactor");

  /// The longest text that is read from C, in bytes; the library's own limit is 200.
  private static final int MAX_TEXT = 4096;

  private static final Linker LINKER = Linker.nativeLinker();

  /// `unsigned long` has 32 bits on Windows and 64 elsewhere.
  private static final MemoryLayout C_LONG = LINKER.canonicalLayouts().get("long");

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks one of the functions
  TurboJpegC(LoadedLibrary library) {
    this.library = library;
    super(); // the addresses below are looked up now
  }

  /// The text that starts at `pointer`; "" for NULL.
  static String text(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(MAX_TEXT).getString(0).strip();
  }

  /// The `bytes` bytes that C says are at `pointer`.
  static MemorySegment sized(MemorySegment pointer, long bytes) {
    return pointer.reinterpret(bytes);
  }

  /// Where `member` of a struct lies, in bytes from its start.
  static long offset(StructLayout struct, String member) {
    return struct.byteOffset(PathElement.groupElement(member));
  }

  private MemorySegment address(String symbol) {
    return library.symbol(symbol);
  }

  /// A handle for a function whose `C_LONG` parameters are passed as `long`.
  private static MethodHandle handle(FunctionDescriptor function) {
    MethodHandle handle = LINKER.downcallHandle(function);
    if (C_LONG.equals(JAVA_LONG)) {
      return handle;
    }
    var type = handle.type();
    for (int i = 0; i < function.argumentLayouts().size(); i++) {
      if (function.argumentLayouts().get(i).equals(C_LONG)
          && function.argumentLayouts().get(i).name().equals(C_LONG.name())) {
        type = type.changeParameterType(i + 1, long.class);
      }
    }
    return MethodHandles.explicitCastArguments(handle, type);
  }

  /// ```c
  /// tjhandle tjInitDecompress(void);
  /// ```
  private static final MethodHandle tjInitDecompress$mh = handle(FunctionDescriptor.of(ADDRESS));

  private final MemorySegment tjInitDecompress = address("tjInitDecompress");

  MemorySegment tjInitDecompress() {
    try {
      return (MemorySegment) tjInitDecompress$mh.invokeExact(tjInitDecompress);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// int tjDecompressHeader3(tjhandle handle, const unsigned char *jpegBuf, unsigned long jpegSize,
  ///                         int *width, int *height, int *jpegSubsamp, int *jpegColorspace);
  /// ```
  private static final MethodHandle tjDecompressHeader3$mh =
      handle(
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, C_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment tjDecompressHeader3 = address("tjDecompressHeader3");

  int tjDecompressHeader3(
      MemorySegment handle,
      MemorySegment jpegBuf,
      long jpegSize,
      MemorySegment width,
      MemorySegment height,
      MemorySegment jpegSubsamp,
      MemorySegment jpegColorspace) {
    try {
      return (int)
          tjDecompressHeader3$mh.invokeExact(
              tjDecompressHeader3,
              handle,
              jpegBuf,
              jpegSize,
              width,
              height,
              jpegSubsamp,
              jpegColorspace);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// int tjDecompress2(tjhandle handle, const unsigned char *jpegBuf, unsigned long jpegSize,
  ///                   unsigned char *dstBuf, int width, int pitch, int height, int pixelFormat,
  ///                   int flags);
  /// ```
  private static final MethodHandle tjDecompress2$mh =
      handle(
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, C_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
              JAVA_INT));

  private final MemorySegment tjDecompress2 = address("tjDecompress2");

  int tjDecompress2(
      MemorySegment handle,
      MemorySegment jpegBuf,
      long jpegSize,
      MemorySegment dstBuf,
      int width,
      int pitch,
      int height,
      int pixelFormat,
      int flags) {
    try {
      return (int)
          tjDecompress2$mh.invokeExact(
              tjDecompress2,
              handle,
              jpegBuf,
              jpegSize,
              dstBuf,
              width,
              pitch,
              height,
              pixelFormat,
              flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// tjscalingfactor *tjGetScalingFactors(int *numScalingFactors);
  /// ```
  private static final MethodHandle tjGetScalingFactors$mh =
      handle(FunctionDescriptor.of(ADDRESS, ADDRESS));

  private final MemorySegment tjGetScalingFactors = address("tjGetScalingFactors");

  MemorySegment tjGetScalingFactors(MemorySegment numScalingFactors) {
    try {
      return (MemorySegment)
          tjGetScalingFactors$mh.invokeExact(tjGetScalingFactors, numScalingFactors);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// char *tjGetErrorStr2(tjhandle handle);
  /// ```
  private static final MethodHandle tjGetErrorStr2$mh =
      handle(FunctionDescriptor.of(ADDRESS, ADDRESS));

  private final MemorySegment tjGetErrorStr2 = address("tjGetErrorStr2");

  MemorySegment tjGetErrorStr2(MemorySegment handle) {
    try {
      return (MemorySegment) tjGetErrorStr2$mh.invokeExact(tjGetErrorStr2, handle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// int tjGetErrorCode(tjhandle handle);
  /// ```
  private static final MethodHandle tjGetErrorCode$mh =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment tjGetErrorCode = address("tjGetErrorCode");

  int tjGetErrorCode(MemorySegment handle) {
    try {
      return (int) tjGetErrorCode$mh.invokeExact(tjGetErrorCode, handle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// int tjDestroy(tjhandle handle);
  /// ```
  private static final MethodHandle tjDestroy$mh = handle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment tjDestroy = address("tjDestroy");

  int tjDestroy(MemorySegment handle) {
    try {
      return (int) tjDestroy$mh.invokeExact(tjDestroy, handle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
