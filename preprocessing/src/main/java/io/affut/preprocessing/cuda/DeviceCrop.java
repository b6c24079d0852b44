package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.KernelArguments;
import io.affut.bindings.cuda.LaunchShape;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.ResampleFilter;
import java.util.List;

/// Cuts rectangles out of a picture and scales each to a square input of a network, on the GPU,
/// several at once. Their levels are those of [io.affut.preprocessing.resize.CropResizeKernel].
///
/// It keeps memory of the GPU for the largest rectangles that it had, at most some 20 MB for eight
/// of 4000 x 3000 pixels at 182 x 182. One thread at a time, and one stream, or streams that wait
/// for each other. The maker closes it; twice is fine.
public final class DeviceCrop implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final int BOTH_PASSES = 2;

  private final DeviceKernels kernels;
  private final int radius;
  private final KernelArguments taps;
  private final KernelArguments first;
  private final KernelArguments second;

  /// Since the first run, which knows the stream.
  private PixelMemory tables;

  private PixelMemory between;

  /// @param kernels somebody else's; closed later than this
  /// @param filter what a pixel counts at a distance
  public DeviceCrop(DeviceKernels kernels, ResampleFilter filter) {
    this.kernels = kernels;
    this.radius = (int) filter.radius();
    this.taps = kernels.cropTaps().newArguments();
    this.first = kernels.cropFirst().newArguments();
    this.second = kernels.cropSecond(DeviceInput.Element.F32).newArguments(); // or F16
  }

  /// Queues it, and returns: three launches for up to eight rectangles.
  ///
  /// @param stream that writes the picture, or was told to wait for that; of the kernels' device
  /// @param crops rectangles of the upright picture, in its pixels
  /// @param inputs one for each; squares of one size, in one format
  /// @throws IndexOutOfBoundsException when a rectangle is not inside the picture, or a buffer is
  ///   too small for what it is said to hold
  /// @throws IllegalArgumentException when the inputs are not one for each, or not alike, or no
  ///   squares; when one begins in the middle of a value, or something is of another device
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void run(
      CudaStream stream, DevicePicture picture, List<Crop> crops, List<DeviceInput> inputs) {
    requireFitting(picture, crops, inputs);
    int longest = 0;
    for (Crop crop : crops) {
      longest = Math.max(longest, Math.max(crop.width(), crop.height()));
    }
    for (int from = 0; from < crops.size(); from += KernelStructs.CROPS_TOGETHER) {
      int to = Math.min(crops.size(), from + KernelStructs.CROPS_TOGETHER);
      runTogether(stream, picture, crops.subList(from, to), inputs.subList(from, to), longest);
    }
  }

  private void runTogether(
      CudaStream stream,
      DevicePicture picture,
      List<Crop> crops,
      List<DeviceInput> inputs,
      int longest) {
    int size = inputs.getFirst().width();
    int count = crops.size();
    int most = 2 * Math.ceilDiv(radius * Math.max(size, longest), size) + 1;
    long tableBytes = (long) Integer.BYTES * BOTH_PASSES * count * size * (1 + most);
    if (tables == null) {
      tables = new PixelMemory(stream);
      between = new PixelMemory(stream);
    }
    DeviceBuffer weights = tables.atLeast(tableBytes);
    long lineBytes = (long) CHANNELS * count * longest * size;
    DeviceBuffer lines = between.atLeast(lineBytes);

    int bytes = KernelStructs.CROPS.bytes();
    KernelStructs.writeCrops(crops, size, radius, most, longest, taps.struct(0, bytes));
    taps.setBuffer(1, weights, 0, tableBytes);
    int blocks = Math.ceilDiv(size, 64);
    stream.launch(kernels.cropTaps(), new LaunchShape(blocks, BOTH_PASSES, count, 64, 1, 1), taps);

    Places.setPicture(first, 0, 1, picture);
    KernelStructs.writeCrops(crops, size, radius, most, longest, first.struct(2, bytes));
    first.setBuffer(3, weights, 0, tableBytes);
    first.setBuffer(4, lines, 0, lineBytes);
    stream.launch(kernels.cropFirst(), LaunchShape.covering(size, longest, count), first);

    DeviceInput.Format format = inputs.getFirst().format();
    second.setBuffer(0, lines, 0, lineBytes);
    KernelStructs.writeCrops(crops, size, radius, most, longest, second.struct(1, bytes));
    second.setBuffer(2, weights, 0, tableBytes);
    KernelStructs.writeFormat(format, second.struct(3, KernelStructs.FORMAT.bytes()));
    for (int i = 0; i < KernelStructs.CROPS_TOGETHER; i++) {
      if (i < count) {
        DeviceInput input = inputs.get(i);
        second.setBuffer(4, i, input.buffer(), input.offset(), input.bytes());
      } else {
        second.clearBuffer(4, i);
      }
    }
    stream.launch(
        kernels.cropSecond(format.element()), LaunchShape.covering(size, size, count), second);
  }

  private static void requireFitting(
      DevicePicture picture, List<Crop> crops, List<DeviceInput> inputs) {
    if (crops.size() != inputs.size()) {
      throw new IllegalArgumentException(
          crops.size() + " rectangles for " + inputs.size() + " inputs");
    }
    for (Crop crop : crops) {
      crop.requireInside(picture.uprightWidth(), picture.uprightHeight());
    }
    for (DeviceInput input : inputs) {
      DeviceInput one = inputs.getFirst();
      if (input.width() != one.width()
          || input.height() != one.width()
          || !input.format().equals(one.format())) {
        throw new IllegalArgumentException("inputs that are not squares of one size and format");
      }
      Places.requireAligned(input);
    }
  }

  /// Waits for the work that uses its memory of the GPU, and gives all of it back in any case.
  ///
  /// @throws CudaException when some of that work failed
  @Override
  public void close() {
    try (taps;
        first;
        second;
        PixelMemory _ = tables) {
      if (between != null) {
        between.close();
      }
    }
  }
}
