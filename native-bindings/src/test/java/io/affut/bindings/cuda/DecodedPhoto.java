package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.Decompressor;
import io.affut.bindings.turbojpeg.JpegHeader;
import io.affut.bindings.turbojpeg.PixelFormat;
import io.affut.bindings.turbojpeg.ScalingFactor;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.testing.Fixtures;
import io.affut.testing.Required;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A photo as nvJPEG decoded it, and as libjpeg-turbo does.
///
/// @param actual u8 RGB by nvJPEG, one photo or several
/// @param expected u8 RGB of one
record DecodedPhoto(List<byte[]> actual, byte[] expected) {
  /// The libturbojpeg that is on the machine; ends the test by the rule of [Required] where there
  /// is none.
  static Path turboJpeg() {
    return search().found().orElseThrow().file();
  }

  private static Search search() {
    Search search = NativeLibraries.ofEnvironment(_ -> {}).search(NativeLibrary.TURBOJPEG);
    Required.present(
        "turbojpeg", search.found().isPresent(), "no libturbojpeg: " + search.attempts());
    return search;
  }

  /// A small photo of the fixtures.
  static MemorySegment file(Arena arena) throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.at("photos/vehicle.jpg"));
    return arena.allocate(file.length).copyFrom(MemorySegment.ofArray(file));
  }

  /// One photo, in the decoupled way.
  static DecodedPhoto oneByOne(NvJpeg nvJpeg, CudaDevice device) throws Exception {
    try (Arena arena = Arena.ofConfined();
        NvJpegHandle handle = nvJpeg.open(device, NvJpegBackend.DEFAULT);
        CudaStream stream = device.newStream()) {
      MemorySegment file = file(arena);
      NvJpegDecoder decoder = handle.newDecoder();
      try {
        NvJpegHeader header = decoder.parse(file);
        return pixels(stream, 1, header.bytes(), file, target -> decoder.decode(stream, target, 0));
      } finally {
        try (decoder) {
          stream.synchronise();
        }
      }
    }
  }

  /// The same photo several times at once.
  static DecodedPhoto inABatch(NvJpegHandle handle, int count) throws Exception {
    try (Arena arena = Arena.ofConfined();
        CudaStream stream = handle.device().newStream()) {
      MemorySegment file = file(arena);
      NvJpegHeader header;
      try (NvJpegParser parser = handle.newParser()) {
        header = parser.parse(file);
      }
      NvJpegBatch batch = handle.newBatch(count);
      try {
        return pixels(
            stream,
            count,
            header.bytes(),
            file,
            target -> {
              List<NvJpegBatch.Item> items = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                items.add(
                    new NvJpegBatch.Item(
                        file, target, i * header.bytes(), header.width(), header.height()));
              }
              batch.decode(stream, items);
            });
      } finally {
        try (batch) {
          stream.synchronise();
        }
      }
    }
  }

  private static DecodedPhoto pixels(
      CudaStream stream, int count, long bytes, MemorySegment file, Consumer<DeviceBuffer> decode)
      throws Exception {
    CudaDevice device = stream.device();
    try (DeviceBuffer target = device.allocate(count * bytes);
        PinnedBuffer back = device.allocatePinned(count * bytes)) {
      decode.accept(target);
      stream.copyToHost(target, 0, back, 0, count * bytes);
      stream.synchronise();
      List<byte[]> actual = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        actual.add(back.memory().asSlice(i * bytes, bytes).toArray(JAVA_BYTE));
      }
      return new DecodedPhoto(actual, expected(file));
    }
  }

  private static byte[] expected(MemorySegment file) {
    TurboJpeg turboJpeg = TurboJpeg.load(search().found().orElseThrow(), new NativeLedger());
    try (Decompressor decompressor = turboJpeg.newDecompressor();
        Arena arena = Arena.ofConfined()) {
      JpegHeader header = decompressor.header(file);
      MemorySegment pixels = arena.allocate(3L * header.width() * header.height());
      decompressor.decode(file, ScalingFactor.FULL, PixelFormat.RGB, pixels, 3 * header.width());
      return pixels.toArray(JAVA_BYTE);
    }
  }

  /// By how many levels they differ, on average, at the worst photo.
  double meanDifference() {
    double worst = 0;
    for (byte[] one : actual) {
      long sum = 0;
      for (int i = 0; i < expected.length; i++) {
        sum += Math.abs((one[i] & 255) - (expected[i] & 255));
      }
      worst = Math.max(worst, (double) sum / expected.length);
    }
    return worst;
  }
}
