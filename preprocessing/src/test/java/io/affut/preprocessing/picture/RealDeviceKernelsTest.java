package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.NvrtcWheel;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The kernels on every GPU of this machine, against those for processors, to the bit. What it does
/// was only ever done on the stand-in.
@Tag("gpu")
class RealDeviceKernelsTest {
  @Test
  void onAGpuTheyMakeWhatTheProcessorMakes() throws Exception {
    Search search = NativeLibraries.ofEnvironment(_ -> {}).search(NativeLibrary.CUDA);
    Assumptions.assumeTrue(search.found().isPresent(), "no CUDA runtime: " + search);
    NativeLedger ledger = new NativeLedger();
    CudaRuntime cuda = CudaRuntime.load(search.found().orElseThrow(), ledger);
    if (!(cuda.state() instanceof CudaState.Ready ready)) {
      Assumptions.abort("no GPU: " + cuda.state().sentence());
      return;
    }
    Nvrtc nvrtc = Nvrtc.load(NvrtcWheel.library(), ledger);
    for (CudaDevice device : ready.devices()) {
      for (ResampleFilter filter : ResampleFilter.values()) {
        compare(device, nvrtc, filter);
      }
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  /// Every orientation, element, layout and order of channels.
  static void compare(CudaDevice device, Nvrtc nvrtc, ResampleFilter filter) {
    Random random = new Random(11);
    try (PicturesOnGpu on = new PicturesOnGpu(device, nvrtc, filter)) {
      for (Orientation orientation : Orientation.values()) {
        Stored stored = Stored.noise(random, orientation, 301, 203);
        Upright upright = Upright.of(stored);
        var box = new Letterbox(upright.width(), upright.height(), 96, 128, 80, 100, 8, 14);
        List<Crop> crops =
            List.of(new Crop(0, 0, upright.width(), upright.height()), new Crop(7, 9, 90, 60));
        for (int i = 0; i < 8; i++) {
          Format format = Upright.imagenet(Element.values()[i & 1], (i & 2) == 0, (i & 4) == 0);
          PicturesOnGpu.assertSame(
              on.letterbox(stored, box, format), upright.letterboxed(box, format), format);
          List<int[]> made = on.crop(stored, crops, 64, format);
          for (int k = 0; k < crops.size(); k++) {
            PicturesOnGpu.assertSame(
                made.get(k), upright.cropped(crops.get(k), 64, filter, format), format);
          }
        }
      }
    }
  }
}
