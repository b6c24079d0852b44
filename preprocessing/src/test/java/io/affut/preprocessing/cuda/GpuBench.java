package io.affut.preprocessing.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UprightKernel;
import io.affut.testing.Required;
import io.affut.testing.gpu.StandInGpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// A machine with a stand-in GPU, and the processor's reader to compare with.
final class GpuBench {
  static final DecodeScale FULL = new DecodeScale.Full();

  final NativeLedger ledger = new NativeLedger();
  final StandInGpu gpu;
  final TurboJpeg turboJpeg;

  private GpuBench(StandInGpu gpu, Search search) {
    this.gpu = gpu;
    this.turboJpeg = TurboJpeg.load(search.found().orElseThrow(), ledger);
    gpu.turboJpeg(search.found().orElseThrow().file());
  }

  /// As new. Ends the test by the rule of [Required] where a part is missing.
  static GpuBench fresh() throws Exception {
    Search search = NativeLibraries.ofEnvironment(_ -> {}).search(NativeLibrary.TURBOJPEG);
    Required.present(
        "turbojpeg", search.found().isPresent(), "there is no libturbojpeg: " + search);
    return new GpuBench(StandInGpu.fresh(), search);
  }

  CudaDevice device() {
    return CudaRuntime.load(gpu.cudart(), ledger).devices().getFirst();
  }

  GpuJpegs jpegs(CudaDevice device) {
    return GpuJpegs.open(NvJpeg.load(gpu.nvjpeg(), ledger), device);
  }

  GpuJpegs jpegs(CudaDevice device, int batch, int enough) {
    return GpuJpegs.open(NvJpeg.load(gpu.nvjpeg(), ledger), device, batch, enough);
  }

  DevicePictureReader reader(CudaStream stream, GpuJpegs jpegs) {
    return reader(stream, jpegs, PictureReader.DEFAULT_MAX_PIXELS);
  }

  DevicePictureReader reader(CudaStream stream, GpuJpegs jpegs, long maxPixels) {
    return new DevicePictureReader(
        stream.device(), stream, Optional.of(jpegs), Optional.of(turboJpeg), maxPixels, ledger);
  }

  /// The pixels that are on the GPU, upright, as what is queued on the stream finds them.
  static byte[] upright(CudaStream stream, DevicePicture picture) {
    int bytes = Math.toIntExact(picture.bytes());
    try (PinnedBuffer back = stream.device().allocatePinned(bytes);
        Arena arena = Arena.ofConfined()) {
      stream.copyToHost(picture.buffer(), picture.offset(), back, 0, bytes);
      stream.synchronise();
      MemorySegment upright = arena.allocate(bytes);
      UprightKernel.run(
          back.memory(), picture.width(), picture.height(), picture.orientation(), upright);
      return upright.toArray(JAVA_BYTE);
    }
  }

  /// Reads on the GPU and on the processor, which has to come to the same.
  void assertSame(DevicePictureReader reader, CudaStream stream, Path path, DecodeScale scale)
      throws Exception {
    DeviceRead there = reader.read(path, scale, _ -> {});
    byte[] pixels = upright(stream, there.picture());
    try (PictureReader here =
        new PictureReader(
            Optional.of(turboJpeg), PictureReader.DEFAULT_MAX_PIXELS, new NativeLedger())) {
      Picture expected = here.read(path, scale);
      String name = path.getFileName().toString();
      assertThat(there.picture().uprightWidth()).as(name).isEqualTo(expected.width());
      assertThat(there.picture().uprightHeight()).as(name).isEqualTo(expected.height());
      assertThat(there.originalWidth()).as(name).isEqualTo(expected.originalWidth());
      assertThat(there.originalHeight()).as(name).isEqualTo(expected.originalHeight());
      assertThat(there.picture().orientation()).as(name).isEqualTo(expected.orientation());
      assertThat(there.format()).as(name).isEqualTo(expected.format());
      assertThat(there.damage()).as(name).isEqualTo(expected.damage());
      assertThat(there.date()).as(name).isEqualTo(expected.date());
      assertThat(pixels).as(name).isEqualTo(expected.pixels().toArray(JAVA_BYTE));
    }
  }

  void assertNothingIsLeft(String where) {
    assertThat(gpu.complaints()).as(where).isEmpty();
    assertThat(gpu.living()).as(where).isEmpty();
    assertThat(ledger.snapshot()).as(where).isEmpty();
  }
}
