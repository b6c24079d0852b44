package io.affut.preprocessing.video;

import io.affut.bindings.ffmpeg.Ffmpeg;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.util.Optional;

/// FFmpeg, which is loaded when the first video comes and not before: most runs have none. Safe for
/// any thread.
public final class VideoLibrary {
  private final NativeLibraries libraries;
  private final NativeLedger ledger;
  private Optional<Ffmpeg> loaded = Optional.empty();

  /// @param libraries where FFmpeg comes from
  /// @param ledger counts what lives outside the Java heap
  public VideoLibrary(NativeLibraries libraries, NativeLedger ledger) {
    this.libraries = libraries;
    this.ledger = ledger;
  }

  /// Its version, such as `8.1.2`. Loads it.
  ///
  /// @throws NativeLibraryException when it is not there or does not load
  public String version() {
    return get().version();
  }

  /// FFmpeg, loaded.
  ///
  /// @throws NativeLibraryException when it is not there or does not load
  synchronized Ffmpeg get() {
    if (loaded.isEmpty()) {
      loaded = Optional.of(Ffmpeg.load(libraries, ledger));
    }
    return loaded.get();
  }
}
