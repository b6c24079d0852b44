package io.affut.preprocessing.picture;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.testing.Required;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// Readers as the tests need them.
enum Readers {
  IMAGE_IO,
  LIBTURBOJPEG;

  static final DecodeScale FULL = new DecodeScale.Full();

  PictureReader open(NativeLedger ledger) {
    return open(PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  PictureReader open(long maxPixels, NativeLedger ledger) {
    return new PictureReader(
        this == LIBTURBOJPEG ? Optional.of(turboJpeg(ledger)) : Optional.empty(),
        maxPixels,
        ledger);
  }

  /// The pixels, to be kept beyond the next read.
  static byte[] rgb(Picture picture) {
    return picture.pixels().toArray(ValueLayout.JAVA_BYTE);
  }

  /// Why `file` is not read.
  String reason(Path file) {
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = open(ledger)) {
      Picture picture = reader.read(file, FULL);
      throw new AssertionError("was read: " + picture);
    } catch (UnreadablePictureException e) {
      return e.getMessage();
    }
  }

  static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static TurboJpeg turboJpeg(NativeLedger ledger) {
    Search search =
        NativeLibraries.ofEnvironment(System.out::println).search(NativeLibrary.TURBOJPEG);
    Required.present(
        "turbojpeg", search.found().isPresent(), "there is no libturbojpeg: " + search);
    return TurboJpeg.load(search.found().orElseThrow(), ledger);
  }
}
