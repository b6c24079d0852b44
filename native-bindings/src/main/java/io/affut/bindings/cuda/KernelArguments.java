package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a kernel is launched with: made once, set by index, used for any number of launches. A
/// launch takes a copy, so the next one's arguments can be set at once; what is not set again stays
/// as it was.
///
/// One thread at a time. The maker closes it; twice is fine.
public final class KernelArguments implements AutoCloseable {
  private static final int ALIGNMENT = 16; // no type of CUDA wants more

  private final List<KernelParameter> parameters;
  private final Arena arena = Arena.ofShared(); // workers are not always their makers
  private final MemorySegment pointers;
  private final MemorySegment grid;
  private final MemorySegment block;
  private final List<MemorySegment> values = new ArrayList<>();
  private final boolean[] given;
  private final Place[][] places;
  private boolean closed;

  /// Where an address of a parameter points to.
  private record Place(DeviceBuffer buffer, long offset, long bytes) {}

  KernelArguments(List<KernelParameter> parameters) {
    this.parameters = parameters;
    this.given = new boolean[parameters.size()];
    this.places = new Place[parameters.size()][];
    SegmentAllocator room =
        SegmentAllocator.slicingAllocator(arena.allocate(room(parameters), ALIGNMENT));
    this.grid = room.allocate(CudaRuntimeC.DIM3);
    this.block = room.allocate(CudaRuntimeC.DIM3);
    this.pointers = room.allocate(ADDRESS, parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      MemorySegment value = room.allocate(parameters.get(i).bytes(), ALIGNMENT);
      values.add(value);
      pointers.setAtIndex(ADDRESS, i, value);
      places[i] = new Place[parameters.get(i).buffers()];
    }
  }

  /// Sets an `int`.
  ///
  /// @param index of the parameter, from 0
  /// @throws IllegalArgumentException when the parameter is of another size or a buffer
  public void setInt(int index, int value) {
    value(index, Integer.BYTES).set(JAVA_INT, 0, value);
  }

  /// Sets a `float`.
  ///
  /// @param index of the parameter, from 0
  /// @throws IllegalArgumentException when the parameter is of another size or a buffer
  public void setFloat(int index, float value) {
    value(index, Float.BYTES).set(JAVA_FLOAT, 0, value);
  }

  /// Sets a `double`.
  ///
  /// @param index of the parameter, from 0
  /// @throws IllegalArgumentException when the parameter is of another size or a buffer
  public void setDouble(int index, double value) {
    value(index, Double.BYTES).set(JAVA_DOUBLE, 0, value);
  }

  /// The bytes of a `struct`, to be written before the next launch.
  ///
  /// @param index of the parameter, from 0
  /// @param bytes its size, as a check
  /// @throws IllegalArgumentException when the parameter is of another size or a buffer
  public MemorySegment struct(int index, int bytes) {
    return value(index, bytes);
  }

  /// Sets a pointer to memory of the device.
  ///
  /// @param index of the parameter, from 0
  /// @param offset where the memory begins, in bytes from the beginning of the buffer
  /// @param bytes how much of it the kernel may touch, at least 1
  /// @throws IndexOutOfBoundsException when the buffer has no such bytes
  /// @throws IllegalArgumentException when the parameter is no buffer
  public void setBuffer(int index, DeviceBuffer buffer, long offset, long bytes) {
    setBuffer(index, 0, buffer, offset, bytes);
  }

  /// Sets one of several pointers to memory of the device.
  ///
  /// @param index of the parameter, from 0
  /// @param element which of its pointers, from 0; those that were never set are NULL
  /// @param offset where the memory begins, in bytes from the beginning of the buffer
  /// @param bytes how much of it the kernel may touch, at least 1
  /// @throws IndexOutOfBoundsException when the buffer has no such bytes, or the parameter no such
  ///   element
  /// @throws IllegalArgumentException when the parameter is no buffer
  public void setBuffer(int index, int element, DeviceBuffer buffer, long offset, long bytes) {
    Place[] of = requirePlaces(index);
    Objects.checkFromIndexSize(offset, bytes, buffer.bytes());
    if (bytes < 1) {
      throw new IllegalArgumentException("no bytes of the CUDA " + buffer);
    }
    of[Objects.checkIndex(element, of.length)] = new Place(buffer, offset, bytes);
    given[index] = true;
  }

  /// Sets one of several pointers to NULL again, so that its buffer does not count as used.
  ///
  /// @throws IndexOutOfBoundsException when the parameter has no such element
  /// @throws IllegalArgumentException when the parameter is no buffer
  public void clearBuffer(int index, int element) {
    Place[] of = requirePlaces(index);
    of[Objects.checkIndex(element, of.length)] = null;
    given[index] = true;
  }

  /// Gives its memory back. Launches that were queued are not touched.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      arena.close();
    }
  }

  /// At most so many bytes are needed: what each thing takes, and what aligns it.
  private static long room(List<KernelParameter> parameters) {
    long bytes = 2 * (CudaRuntimeC.DIM3.byteSize() + ALIGNMENT);
    for (KernelParameter parameter : parameters) {
      bytes += ADDRESS.byteSize() + parameter.bytes() + ALIGNMENT;
    }
    return bytes;
  }

  List<KernelParameter> parameters() {
    return parameters;
  }

  /// Writes the addresses of the buffers, for a stream of `user`.
  ///
  /// @param users gets those that the buffers are used by
  /// @return what `cudaLaunchKernel` calls args
  MemorySegment forLaunch(CudaDevice user, List<StreamUsers> users) {
    requireOpen();
    for (int i = 0; i < given.length; i++) {
      if (!given[i]) {
        throw new IllegalStateException("argument " + i + " of the kernel was not set");
      }
      for (int k = 0; k < places[i].length; k++) {
        Place place = places[i][k];
        MemorySegment address = MemorySegment.NULL;
        if (place != null) {
          address = place.buffer.at(user, place.offset, place.bytes);
          users.add(place.buffer.users());
        }
        values.get(i).setAtIndex(ADDRESS, k, address);
      }
    }
    return pointers;
  }

  /// The blocks of `shape`.
  MemorySegment grid(LaunchShape shape) {
    return dim3(grid, shape.blocksX(), shape.blocksY(), shape.blocksZ());
  }

  /// The threads of its blocks.
  MemorySegment block(LaunchShape shape) {
    return dim3(block, shape.threadsX(), shape.threadsY(), shape.threadsZ());
  }

  private static MemorySegment dim3(MemorySegment segment, int x, int y, int z) {
    segment.setAtIndex(JAVA_INT, 0, x);
    segment.setAtIndex(JAVA_INT, 1, y);
    segment.setAtIndex(JAVA_INT, 2, z);
    return segment;
  }

  private MemorySegment value(int index, int bytes) {
    requireOpen();
    KernelParameter parameter = parameters.get(index);
    if (parameter.buffers() > 0 || parameter.bytes() != bytes) {
      throw new IllegalArgumentException(
          "parameter %d of the kernel is %s, not a value of %d bytes"
              .formatted(index, described(parameter), bytes));
    }
    given[index] = true;
    return values.get(index);
  }

  private Place[] requirePlaces(int index) {
    requireOpen();
    if (parameters.get(index).buffers() == 0) {
      throw new IllegalArgumentException(
          "parameter %d of the kernel is %s, not a buffer"
              .formatted(index, described(parameters.get(index))));
    }
    return places[index];
  }

  private static String described(KernelParameter parameter) {
    return parameter.buffers() > 0 ? "a buffer" : "a value of " + parameter.bytes() + " bytes";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the arguments of the kernel are closed");
    }
  }
}
