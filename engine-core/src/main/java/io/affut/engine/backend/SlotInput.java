package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaEvent;
import io.affut.preprocessing.cuda.DeviceInput;
import java.lang.foreign.MemorySegment;

/// Where a picture goes so that a network takes it.
public sealed interface SlotInput {

  /// The memory of the host.
  ///
  /// @throws IllegalStateException when it is in memory of a device
  default MemorySegment host() {
    return switch (this) {
      case Host(MemorySegment pixels) -> pixels;
      case Device _ -> throw new IllegalStateException("the picture goes to a device");
    };
  }

  /// In memory of the host.
  ///
  /// @param pixels 8-bit RGB, height by width by 3, in one piece
  record Host(MemorySegment pixels) implements SlotInput {}

  /// In memory of an NVIDIA GPU.
  ///
  /// @param place where, and what each value is
  /// @param written to be recorded on the stream that writes the picture there, after that was
  ///   queued; the network waits for it
  record Device(DeviceInput place, CudaEvent written) implements SlotInput {}
}
