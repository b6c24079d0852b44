package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaKernel;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.KernelArguments;
import io.affut.bindings.cuda.LaunchShape;
import io.affut.preprocessing.resize.Letterbox;

/// Turns a picture upright, scales it into the input of a network and pads it, all on the GPU and
/// in one launch. Its levels are those of [io.affut.preprocessing.resize.LetterboxKernel].
///
/// One thread at a time. The maker closes it; twice is fine.
public final class DeviceLetterbox implements AutoCloseable {
  private final DeviceKernels kernels;
  private final KernelArguments arguments;

  /// @param kernels somebody else's; closed later than this
  public DeviceLetterbox(DeviceKernels kernels) {
    this.kernels = kernels;
    this.arguments = kernels.letterbox(DeviceInput.Element.F32).newArguments(); // or F16
  }

  /// Queues it, and returns.
  ///
  /// @param stream that writes the picture, or was told to wait for that; of the kernels' device
  /// @param picture may be smaller than the letterbox's source, when it was decoded at a reduced
  ///   scale, and is then scaled to the same content
  /// @param box where the upright picture goes
  /// @param pad the level 0 to 255 around it
  /// @param input as large as the letterbox's target; written as a whole
  /// @throws IndexOutOfBoundsException when a buffer is too small for what it is said to hold
  /// @throws IllegalArgumentException when the input has another size, begins in the middle of a
  ///   value, or something is of another device
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void run(
      CudaStream stream, DevicePicture picture, Letterbox box, int pad, DeviceInput input) {
    if (input.width() != box.targetWidth() || input.height() != box.targetHeight()) {
      throw new IllegalArgumentException(
          "a letterbox of %d x %d pixels for an input of %d x %d"
              .formatted(box.targetWidth(), box.targetHeight(), input.width(), input.height()));
    }
    Places.requireAligned(input);
    CudaKernel kernel = kernels.letterbox(input.format().element());
    Places.setPicture(arguments, 0, 1, picture);
    KernelStructs.writeContent(box, pad, arguments.struct(2, KernelStructs.CONTENT.bytes()));
    KernelStructs.writeFormat(input.format(), arguments.struct(3, KernelStructs.FORMAT.bytes()));
    arguments.setBuffer(4, input.buffer(), input.offset(), input.bytes());
    stream.launch(kernel, LaunchShape.covering(input.width(), input.height(), 1), arguments);
  }

  /// Gives its memory back. What was queued goes on.
  @Override
  public void close() {
    arguments.close();
  }
}
