package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.memory.OwnedParts;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Decodes several files at once, with whatever its handle was opened for; only the hardware
/// decoder gains much by that.
///
/// One thread at a time. The maker closes it when the GPU is done with what it was given; twice is
/// fine.
public final class NvJpegBatch implements AutoCloseable {
  private final NvJpegHandle handle;
  private final int most;
  private final OwnedParts parts = new OwnedParts();
  private final MemorySegment files;
  private final MemorySegment lengths;
  private final MemorySegment images;
  private final NvJpegObject state;

  /// How many files the state is ready for; 0 after a failure.
  private int size;

  /// A file and where its pixels go.
  ///
  /// @param jpeg the whole file, off-heap
  /// @param target gets u8 RGB as it is stored, rows without gaps
  /// @param offset in bytes
  /// @param width what the header says
  /// @param height what the header says
  public record Item(MemorySegment jpeg, DeviceBuffer target, long offset, int width, int height) {}

  NvJpegBatch(NvJpegHandle handle, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a batch of " + most + " files");
    }
    this.handle = handle;
    this.most = most;
    NvJpegC c = handle.c();
    try {
      this.files = arguments(ADDRESS.byteSize());
      this.lengths = arguments(JAVA_LONG.byteSize());
      this.images = arguments(NvJpegC.IMAGE.byteSize());
      this.state =
          parts.add(
              new NvJpegObject(
                  handle.library(),
                  handle.device(),
                  "nvjpegJpegState_t",
                  "nvjpegJpegStateCreate",
                  slot -> c.nvjpegJpegStateCreate(handle.pointer(), slot),
                  "nvjpegJpegStateDestroy",
                  c::nvjpegJpegStateDestroy));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private MemorySegment arguments(long bytes) {
    return parts.add(handle.newArguments()).atLeast(most * bytes);
  }

  /// Decodes all the files, or fails for all of them; queues what the GPU has to do.
  ///
  /// The hardware decoder does not wait for the stream before it writes (seen by others on an H100,
  /// with nvJPEG of CUDA 12.9), so nothing may be at work with the targets any more.
  ///
  /// Files and targets have to stay until the stream is done, and the targets do not know of it:
  /// the caller waits for the stream before they are closed.
  ///
  /// @param items at least one, not more than the most
  /// @throws IndexOutOfBoundsException when a target has not as many bytes as its picture
  /// @throws CudaException when nvJPEG fails for one of them, which may be any; something may have
  ///   been queued
  public void decode(CudaStream stream, List<Item> items) {
    if (items.isEmpty() || items.size() > most) {
      throw new IllegalArgumentException(items.size() + " files for a batch of 1 to " + most);
    }
    images.fill((byte) 0);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      long image = i * NvJpegC.IMAGE.byteSize();
      long bytes = 3L * item.width * item.height;
      files.setAtIndex(ADDRESS, i, item.jpeg);
      lengths.setAtIndex(JAVA_LONG, i, item.jpeg.byteSize());
      images.set(
          ADDRESS,
          image + NvJpegC.IMAGE_CHANNEL,
          item.target.at(stream.device(), item.offset, bytes));
      images.set(JAVA_LONG, image + NvJpegC.IMAGE_PITCH, 3L * item.width);
    }
    NvJpegC c = handle.c();
    handle.device().select();
    if (size != items.size()) {
      size = 0;
      handle.check(
          c.nvjpegDecodeBatchedInitialize(
              handle.pointer(), state.pointer(), items.size(), 1, NvJpegC.NVJPEG_OUTPUT_RGBI),
          "nvjpegDecodeBatchedInitialize");
    }
    size = 0; // a batch that fails needs another initialisation
    handle.check(
        c.nvjpegDecodeBatched(
            handle.pointer(), state.pointer(), files, lengths, images, stream.queueing()),
        "nvjpegDecodeBatched");
    size = items.size();
  }

  @Override
  public void close() {
    parts.close();
  }
}
