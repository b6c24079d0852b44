package io.affut.preprocessing.picture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.preprocessing.cuda.DeviceCrop;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.DeviceKernels;
import io.affut.preprocessing.cuda.DeviceLetterbox;
import io.affut.preprocessing.cuda.DevicePicture;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One GPU with its kernels, as a worker has them.
final class PicturesOnGpu implements AutoCloseable {
  private static final int GUARD = 64; // bytes around an input, which have to stay as they are
  private static final byte UNTOUCHED = 0x5e;

  private final List<AutoCloseable> parts = new ArrayList<>();
  final CudaDevice device;
  final CudaStream stream;
  final DeviceLetterbox letterbox;
  final DeviceCrop crop;

  PicturesOnGpu(CudaDevice device, Nvrtc nvrtc, ResampleFilter filter) {
    this.device = device;
    try {
      DeviceKernels kernels = keep(DeviceKernels.load(device, nvrtc));
      stream = keep(device.newStream());
      letterbox = keep(new DeviceLetterbox(kernels));
      crop = keep(new DeviceCrop(kernels, filter));
    } catch (RuntimeException e) {
      throw closed(this::close, e);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.addFirst(part);
    return part;
  }

  int[] letterbox(Stored stored, Letterbox box, Format format) {
    try (DeviceBuffer pixels = uploaded(stored);
        DeviceBuffer room = room(3L * box.targetWidth() * box.targetHeight(), format)) {
      var input = new DeviceInput(room, GUARD, box.targetWidth(), box.targetHeight(), format);
      letterbox.run(stream, picture(stored, pixels), box, Upright.PAD, input);
      return values(input);
    }
  }

  List<int[]> crop(Stored stored, List<Crop> crops, int size, Format format) {
    List<DeviceInput> inputs = new ArrayList<>();
    List<int[]> made = new ArrayList<>();
    try (DeviceBuffer pixels = uploaded(stored)) {
      for (int i = 0; i < crops.size(); i++) {
        DeviceBuffer room = room(3L * size * size, format);
        inputs.add(new DeviceInput(room, GUARD, size, size, format));
      }
      crop.run(stream, picture(stored, pixels), crops, inputs);
      for (DeviceInput input : inputs) {
        made.add(values(input));
      }
    } catch (RuntimeException e) {
      throw closed(() -> closeAll(inputs), e);
    }
    closeAll(inputs);
    return made;
  }

  private static void closeAll(List<DeviceInput> inputs) {
    CudaException failure = null;
    for (DeviceInput input : inputs) {
      try {
        input.buffer().close();
      } catch (CudaException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private DevicePicture picture(Stored stored, DeviceBuffer pixels) {
    return new DevicePicture(pixels, GUARD, stored.width(), stored.height(), stored.orientation());
  }

  private DeviceBuffer uploaded(Stored stored) {
    DeviceBuffer there = device.allocate(GUARD + stored.rgb().length);
    try (PinnedBuffer here = device.allocatePinned(stored.rgb().length)) {
      here.memory().copyFrom(MemorySegment.ofArray(stored.rgb()));
      stream.copyToDevice(here, 0, there, GUARD, stored.rgb().length);
      return there;
    } catch (RuntimeException e) {
      throw closed(there::close, e);
    }
  }

  private DeviceBuffer room(long values, Format format) {
    DeviceBuffer room = device.allocate(2 * GUARD + values * format.element().bytes());
    try {
      stream.fill(room, 0, room.bytes(), UNTOUCHED);
      return room;
    } catch (RuntimeException e) {
      throw closed(room::close, e);
    }
  }

  private int[] values(DeviceInput input) {
    try (PinnedBuffer here = device.allocatePinned(input.buffer().bytes())) {
      stream.copyToHost(input.buffer(), 0, here, 0, input.buffer().bytes());
      stream.synchronise();
      MemorySegment all = here.memory();
      for (MemorySegment around :
          List.of(all.asSlice(0, GUARD), all.asSlice(all.byteSize() - GUARD))) {
        assertThat(around.toArray(JAVA_BYTE)).containsOnly(UNTOUCHED);
      }
      MemorySegment written = all.asSlice(GUARD, input.bytes());
      int count = 3 * input.width() * input.height();
      return IntStream.range(0, count)
          .map(i ->
              input.format().element() == Element.F32
                  ? Float.floatToRawIntBits(written.getAtIndex(JAVA_FLOAT, i))
                  : written.getAtIndex(JAVA_SHORT, i))
          .toArray();
    }
  }

  @Override
  public void close() {
    CudaException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (CudaException e) {
        failure = failure == null ? e : failure;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// To the bit.
  static void assertSame(int[] made, float[] wanted, Format format) {
    int[] bits = new int[wanted.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          format.element() == Element.F32
              ? Float.floatToRawIntBits(wanted[i])
              : Float.floatToFloat16(wanted[i]);
    }
    assertThat(made).hasSameSizeAs(bits);
    assertThat(Arrays.mismatch(made, bits)).as("the first value that differs").isEqualTo(-1);
  }

  /// The first failure, after something was closed that may fail too.
  private static RuntimeException closed(Runnable close, RuntimeException first) {
    try {
      close.run();
    } catch (CudaException later) {
      first.addSuppressed(later);
    }
    return first;
  }
}
