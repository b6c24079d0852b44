package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// Elements of one type in a shape, row-major, without gaps: over memory of the caller
/// ([OpenVino#tensor]), or a view of a request's output ([InferRequest#output]).
///
/// One thread at a time; a view belongs to the thread that asked for it. Whoever was handed it
/// closes it.
public final class Tensor implements AutoCloseable {
  private final NativeHandle handle;
  private final ElementType type;
  private final long[] shape;
  private final MemorySegment data;
  private final MemorySegment.Scope backing;

  private Tensor(
      NativeHandle handle,
      ElementType type,
      long[] shape,
      MemorySegment data,
      MemorySegment.Scope backing) {
    this.handle = handle;
    this.type = type;
    this.shape = shape;
    this.data = data;
    this.backing = backing;
  }

  static Tensor over(
      OpenVinoLibrary library, ElementType type, long[] extents, MemorySegment memory) {
    long[] shape = extents.clone();
    long size = byteSize(type, shape);
    checkMemory(type, shape, size, memory);
    OpenVinoC c = library.c();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_tensor_create_from_host_ptr(
              library.code(type), Shapes.allocate(call.arena(), shape), memory, slot),
          "ov_tensor_create_from_host_ptr");
      var handle =
          new NativeHandle(
              library.ledger(),
              "ov_tensor",
              title(type, shape),
              slot.get(ADDRESS, 0),
              c::ov_tensor_free);
      return new Tensor(handle, type, shape, memory.asSlice(0, size), memory.scope());
    }
  }

  /// Takes `pointer` over.
  ///
  /// @param bound the tensor whose memory it is; null where the memory is C's, which lives as long
  ///   as anything in C refers to it
  static Tensor borrowed(OpenVinoLibrary library, MemorySegment pointer, Tensor bound) {
    OpenVinoC c = library.c();
    MemorySegment.Scope backing = bound == null ? Arena.global().scope() : bound.backing;
    Arena view = Arena.ofConfined();
    try (var call = new CallScope()) {
      MemorySegment type = call.arena().allocate(JAVA_INT);
      library.check(c.ov_tensor_get_element_type(pointer, type), "ov_tensor_get_element_type");
      ElementType elementType = library.elementType(type.get(JAVA_INT, 0));
      long[] shape = readShape(library, call, pointer);
      MemorySegment bytes = call.arena().allocate(JAVA_LONG);
      library.check(c.ov_tensor_get_byte_size(pointer, bytes), "ov_tensor_get_byte_size");
      MemorySegment data = call.slot();
      library.check(c.ov_tensor_data(pointer, data), "ov_tensor_data");
      var handle =
          new NativeHandle(
              library.ledger(),
              "ov_tensor",
              "output " + title(elementType, shape),
              pointer,
              p -> {
                view.close();
                c.ov_tensor_free(p);
              });
      return new Tensor(
          handle,
          elementType,
          shape,
          OpenVinoC.sized(data.get(ADDRESS, 0), bytes.get(JAVA_LONG, 0), view),
          backing);
    } catch (RuntimeException | Error e) {
      view.close();
      c.ov_tensor_free(pointer);
      throw e;
    }
  }

  /// The type of the elements.
  public ElementType type() {
    return type;
  }

  /// The extents, outermost first; a copy.
  public long[] shape() {
    return shape.clone();
  }

  /// The elements: exactly as many bytes as they take, in the byte order of the machine.
  ///
  /// @throws IllegalStateException when the tensor is closed
  public MemorySegment data() {
    handle.pointer();
    return data;
  }

  /// Gives the tensor back; memory of the caller stays as it is.
  @Override
  public void close() {
    handle.close();
  }

  /// `f32{1,3,640,640}`.
  @Override
  public String toString() {
    return handle.title();
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  /// Whether the memory is still there.
  boolean isBacked() {
    return backing.isAlive();
  }

  private static long byteSize(ElementType type, long[] shape) {
    long size = type.bytes();
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("the shape of a " + title(type, shape));
      }
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  private static void checkMemory(ElementType type, long[] shape, long size, MemorySegment memory) {
    String problem;
    if (!memory.isNative()) {
      problem = "on the Java heap";
    } else if (memory.isReadOnly()) {
      problem = "read-only";
    } else if (memory.byteSize() < size) {
      problem = memory.byteSize() + " bytes long, and it needs " + size;
    } else if (memory.address() % type.bytes() != 0) {
      problem = "not aligned to its elements";
    } else {
      return;
    }
    throw new IllegalArgumentException("the memory for a " + title(type, shape) + " is " + problem);
  }

  private static long[] readShape(OpenVinoLibrary library, CallScope call, MemorySegment pointer) {
    OpenVinoC c = library.c();
    MemorySegment shape = call.arena().allocate(OpenVinoC.OV_SHAPE_T);
    library.check(c.ov_tensor_get_shape(pointer, shape), "ov_tensor_get_shape");
    try {
      return Shapes.read(shape);
    } finally {
      library.check(c.ov_shape_free(shape), "ov_shape_free");
    }
  }

  private static String title(ElementType type, long[] shape) {
    var text = new StringBuilder("tensor ").append(type.name().toLowerCase(Locale.ROOT));
    text.append('{');
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ",").append(shape[i]);
    }
    return text.append('}').toString();
  }
}
