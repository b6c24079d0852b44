package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// nvJPEG of CUDA 12 or 13, loaded into the process, where it stays for good. It loads without a
/// driver too. Any thread may use it.
///
/// It reads files in the host's memory and writes pixels into a GPU's. It turns nothing: the pixels
/// come as they are stored. Colours of a lower resolution are interpolated as libjpeg-turbo does it
/// (since 12.1), so the levels differ from that one's by rounding.
public final class NvJpeg {
  private static final String TITLE = "nvJPEG";

  private final NvJpegLibrary library;
  private final String version;
  private final int flags;

  private NvJpeg(LoadedLibrary loaded, NativeLedger ledger) {
    this.library = new NvJpegLibrary(new NvJpegC(loaded), ledger);
    int major = property(NvJpegC.MAJOR_VERSION);
    int minor = property(NvJpegC.MINOR_VERSION);
    this.version = major + "." + minor + "." + property(NvJpegC.PATCH_LEVEL);
    this.flags =
        major > 12 || major == 12 && minor >= 1
            ? NvJpegC.NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION
            : NvJpegC.NVJPEG_FLAGS_DEFAULT;
  }

  /// Loads nvJPEG.
  ///
  /// @param file `libnvjpeg` itself
  /// @param ledger counts what lives, by its C type, such as `nvjpegHandle_t`
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static NvJpeg load(Path file, NativeLedger ledger) {
    return new NvJpeg(LibraryLoader.open(TITLE, "unknown", file), ledger);
  }

  /// Loads nvJPEG as it was found.
  ///
  /// @param ledger counts what lives, as in [#load(Path, NativeLedger)]
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static NvJpeg load(FoundLibrary found, NativeLedger ledger) {
    return new NvJpeg(LibraryLoader.open(TITLE, found.version(), found.file()), ledger);
  }

  /// Such as `13.0.3`.
  public String version() {
    return version;
  }

  /// Makes nvJPEG ready for a device.
  ///
  /// @return the caller's to close, after everything that was made of it
  /// @throws CudaException when it cannot be; [NvJpegBackend#HARDWARE] is refused where the GPU has
  ///   no such part
  public NvJpegHandle open(CudaDevice device, NvJpegBackend backend) {
    return new NvJpegHandle(library, device, backend, flags);
  }

  private int property(int type) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment value = call.allocate(JAVA_INT);
      library.check(library.c().nvjpegGetProperty(type, value), "nvjpegGetProperty");
      return value.get(JAVA_INT, 0);
    }
  }
}
