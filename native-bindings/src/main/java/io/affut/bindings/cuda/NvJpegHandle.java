package io.affut.bindings.cuda;

import io.affut.bindings.memory.NativeBuffer;
import java.lang.foreign.MemorySegment;

/// nvJPEG on one device. Any thread may make things of it; the maker closes them, and it after
/// them. Closing twice is fine.
public final class NvJpegHandle implements AutoCloseable {
  private final NvJpegLibrary library;
  private final CudaDevice device;
  private final NvJpegBackend backend;
  private final NvJpegObject handle;

  NvJpegHandle(NvJpegLibrary library, CudaDevice device, NvJpegBackend backend, int flags) {
    this.library = library;
    this.device = device;
    this.backend = backend;
    NvJpegC c = library.c();
    this.handle =
        new NvJpegObject(
            library,
            device,
            "nvjpegHandle_t",
            "nvjpegCreateEx",
            slot ->
                c.nvjpegCreateEx(
                    backend.code(), MemorySegment.NULL, MemorySegment.NULL, flags, slot),
            "nvjpegDestroy",
            c::nvjpegDestroy);
  }

  /// Where it works.
  public CudaDevice device() {
    return device;
  }

  /// What it was opened for.
  public NvJpegBackend backend() {
    return backend;
  }

  /// Reads headers, for one thread at a time.
  ///
  /// @return the caller's to close
  /// @throws CudaException when nvJPEG fails
  public NvJpegParser newParser() {
    return new NvJpegParser(this);
  }

  /// Decodes one file after the other, for one thread at a time.
  ///
  /// @return the caller's to close
  /// @throws CudaException when nvJPEG fails
  public NvJpegDecoder newDecoder() {
    return new NvJpegDecoder(this);
  }

  /// Decodes several files at once, for one thread at a time.
  ///
  /// @param most files at once, at least 1
  /// @return the caller's to close
  /// @throws CudaException when nvJPEG fails
  public NvJpegBatch newBatch(int most) {
    return new NvJpegBatch(this, most);
  }

  @Override
  public void close() {
    handle.close();
  }

  /// Memory for what functions are given and what they answer; shared, since whoever closes a pool
  /// may be another thread.
  NativeBuffer newArguments() {
    return NativeBuffer.shared(library.ledger(), "nvJPEG arguments");
  }

  NvJpegLibrary library() {
    return library;
  }

  NvJpegC c() {
    return library.c();
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  void check(int status, String function) {
    library.check(status, function);
  }
}
