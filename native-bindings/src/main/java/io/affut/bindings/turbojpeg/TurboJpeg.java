package io.affut.bindings.turbojpeg;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The TurboJPEG API of libjpeg-turbo, 2.0 or newer, loaded into the process, where it stays for
/// good. Any thread may use it.
public final class TurboJpeg {
  private final TurboJpegC c;
  private final NativeLedger ledger;
  private final String version;
  private final List<ScalingFactor> scalingFactors;

  private TurboJpeg(LoadedLibrary loaded, NativeLedger ledger) {
    this.c = new TurboJpegC(loaded);
    this.ledger = ledger;
    this.version = loaded.version();
    this.scalingFactors = readScalingFactors(c);
  }

  /// Loads libturbojpeg.
  ///
  /// @param file `libturbojpeg` itself
  /// @param ledger counts what lives, as `tjhandle`
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static TurboJpeg load(Path file, NativeLedger ledger) {
    return load(file, "unknown", ledger);
  }

  /// Loads libturbojpeg as it was found.
  ///
  /// @param ledger counts what lives, as `tjhandle`
  /// @throws NativeLibraryException when it does not load or lacks a function
  public static TurboJpeg load(FoundLibrary found, NativeLedger ledger) {
    return load(found.file(), found.version(), ledger);
  }

  private static TurboJpeg load(Path file, String version, NativeLedger ledger) {
    String title = NativeLibrary.TURBOJPEG.title();
    LoadedLibrary loaded = LibraryLoader.open(title, version, file);
    if (version.equals("unknown")) {
      // The library cannot be asked; version 3 brought functions of a new name.
      String guess = loaded.symbols().find("tj3Init").isPresent() ? "3.x" : "2.x";
      loaded = new LoadedLibrary(title, guess, loaded.file(), loaded.symbols());
    }
    return new TurboJpeg(loaded, ledger);
  }

  /// The version as far as it is known: `2.1.5` from a package, else `2.x` or `3.x`.
  public String version() {
    return version;
  }

  /// The sizes at which JPEG files can be decoded, from twice as large to an eighth.
  public List<ScalingFactor> scalingFactors() {
    return scalingFactors;
  }

  /// A decompressor for one thread at a time.
  ///
  /// @return the caller's to close
  public Decompressor newDecompressor() {
    return new Decompressor(c, ledger);
  }

  private static List<ScalingFactor> readScalingFactors(TurboJpegC c) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment count = call.allocate(JAVA_INT);
      MemorySegment pointer = c.tjGetScalingFactors(count); // static, not ours
      if (pointer.address() == 0) {
        throw new TurboJpegException("tjGetScalingFactors", -1, "no scaling factors");
      }
      int n = count.get(JAVA_INT, 0);
      long size = TurboJpegC.TJSCALINGFACTOR.byteSize();
      MemorySegment array = TurboJpegC.sized(pointer, n * size);
      List<ScalingFactor> factors = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        factors.add(
            new ScalingFactor(
                array.get(
                    JAVA_INT, i * size + TurboJpegC.offset(TurboJpegC.TJSCALINGFACTOR, "num")),
                array.get(
                    JAVA_INT, i * size + TurboJpegC.offset(TurboJpegC.TJSCALINGFACTOR, "denom"))));
      }
      return List.copyOf(factors);
    }
  }
}
