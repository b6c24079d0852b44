package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// The OpenVINO library, 2025.0 or newer, loaded into the process. Any thread may use it.
///
/// The library stays in the process for good; closing only ends the use of this object.
public final class OpenVino implements AutoCloseable {
  private final OpenVinoLibrary library;
  private volatile boolean closed;

  private OpenVino(OpenVinoLibrary library) {
    this.library = library;
  }

  /// Loads OpenVINO.
  ///
  /// @param file `libopenvino_c` itself, with the libraries that it needs and the plugins beside it
  /// @param ledger counts what lives: `ov_core`, `ov_model`, `ov_compiled_model`,
  ///   `ov_infer_request`, `ov_tensor`, and the bytes of weights as `ov_model bytes`
  /// @throws NativeLibraryException when it does not load, is older than 2025.0, or lacks a
  ///   function
  public static OpenVino load(Path file, NativeLedger ledger) {
    return of(LibraryLoader.open("OpenVINO", "unknown", file), ledger);
  }

  static OpenVino of(LoadedLibrary loaded, NativeLedger ledger) {
    return new OpenVino(new OpenVinoLibrary(loaded, ledger));
  }

  /// The library's own version, such as `2026.4.1-22982-...`.
  public String version() {
    return library().version();
  }

  /// A new core: the plugins, devices and settings that models are read and compiled with. It reads
  /// files and maps none but those of [Core#readMapped], since a mapped file that shrinks ends the
  /// process.
  ///
  /// @return the caller's to close
  public Core newCore() {
    OpenVinoLibrary library = library();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(library.c().ov_core_create(slot), "ov_core_create");
      var core = new Core(library, slot.get(ADDRESS, 0));
      try {
        core.setProperty(Core.MAPPING, "NO");
        return core;
      } catch (RuntimeException | Error e) {
        core.close();
        throw e;
      }
    }
  }

  /// A tensor over memory of the caller, row-major, without gaps, from the segment's first byte.
  ///
  /// @param type of at least one byte
  /// @param shape the extents, outermost first; none for a scalar
  /// @param memory off-heap, writable, aligned to the element size, at least as large as the
  ///   tensor; it must stay alive until the last run of every request that the tensor is bound to
  /// @return the caller's to close, which leaves the memory alone
  /// @throws IllegalArgumentException when memory or shape are not as said
  public Tensor tensor(ElementType type, long[] shape, MemorySegment memory) {
    return Tensor.over(library(), type, shape, memory);
  }

  @Override
  public void close() {
    closed = true;
  }

  private OpenVinoLibrary library() {
    if (closed) {
      throw new IllegalStateException("OpenVINO is closed");
    }
    return library;
  }
}
