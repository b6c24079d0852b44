package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.cuda.DeviceInput;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Where an output comes from the GPU, and what heads read of it: 32-bit floats, whatever the
/// engine's are. One thread at a time.
final class DeviceOutput implements AutoCloseable {
  /// The bits of infinity, without a sign; those of what is no number are more.
  private static final int INFINITE = 0x7f800000;

  private final PinnedBuffer pinned;
  private final Optional<NativeBuffer> converted;
  private final MemorySegment floats;

  /// @param bytes of the engine's values
  DeviceOutput(CudaDevice device, DeviceInput.Element element, long bytes, NativeLedger ledger) {
    pinned = device.allocatePinned(bytes);
    try {
      converted =
          element == DeviceInput.Element.F16
              ? Optional.of(NativeBuffer.shared(ledger, "slot output"))
              : Optional.empty();
      floats = converted.map(buffer -> buffer.atLeast(2 * bytes)).orElseGet(pinned::memory);
    } catch (RuntimeException | Error e) {
      pinned.close();
      throw e;
    }
  }

  /// Where the GPU copies to.
  PinnedBuffer pinned() {
    return pinned;
  }

  /// As 32-bit floats, after [#convert].
  MemorySegment floats() {
    return floats;
  }

  /// Makes the floats of what was copied, where they are not there by themselves.
  void convert() {
    if (converted.isPresent()) {
      MemorySegment halves = pinned.memory();
      long count = halves.byteSize() / Short.BYTES;
      for (long i = 0; i < count; i++) {
        floats.setAtIndex(JAVA_FLOAT, i, Float.float16ToFloat(halves.getAtIndex(JAVA_SHORT, i)));
      }
    }
  }

  /// What came of arithmetic in half precision may be beyond its range, and a detector that answers
  /// with no numbers would have found nothing.
  ///
  /// @param values that count, from the beginning on; converted
  /// @throws IllegalStateException when one of them is infinite or no number
  void requireNumbers(long values) {
    int largest = 0;
    for (long i = 0; i < values; i++) {
      largest = Math.max(largest, floats.getAtIndex(JAVA_INT, i) & Integer.MAX_VALUE);
    }
    if (largest >= INFINITE) {
      throw new IllegalStateException(
          "the network answers with values that are no numbers; --precision f32 may help");
    }
  }

  /// How many values there are.
  long values() {
    return floats.byteSize() / Float.BYTES;
  }

  @Override
  public void close() {
    converted.ifPresent(NativeBuffer::close);
    pinned.close();
  }
}
