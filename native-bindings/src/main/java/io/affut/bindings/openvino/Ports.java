package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Reads the ports of a model, compiled or not.
final class Ports {
  private Ports() {}

  /// A function that tells how many ports there are.
  @FunctionalInterface
  interface Count {
    int call(MemorySegment owner, MemorySegment size);
  }

  /// A function that gives the port of an index.
  @FunctionalInterface
  interface ByIndex {
    int call(MemorySegment owner, long index, MemorySegment port);
  }

  /// All ports of `owner`, in order.
  ///
  /// @param countName the C name of `count`
  /// @param byIndexName the C name of `byIndex`
  static List<Port> read(
      OpenVinoLibrary library,
      MemorySegment owner,
      Count count,
      String countName,
      ByIndex byIndex,
      String byIndexName) {
    OpenVinoC c = library.c();
    List<Port> ports = new ArrayList<>();
    try (var call = new CallScope()) {
      MemorySegment size = call.arena().allocate(JAVA_LONG);
      library.check(count.call(owner, size), countName);
      for (long i = 0; i < size.get(JAVA_LONG, 0); i++) {
        MemorySegment slot = call.slot();
        library.check(byIndex.call(owner, i, slot), byIndexName);
        MemorySegment port = call.freeLater(slot, c::ov_output_const_port_free);
        ports.add(new Port(name(c, port), type(library, port), shape(library, port)));
      }
    }
    return List.copyOf(ports);
  }

  /// A port without a name is an error to C, and "" to us.
  private static String name(OpenVinoC c, MemorySegment port) {
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      if (c.ov_port_get_any_name(port, slot) != Status.OK.code()) {
        return "";
      }
      return OpenVinoC.text(call.freeLater(slot, c::ov_free));
    }
  }

  private static ElementType type(OpenVinoLibrary library, MemorySegment port) {
    try (var call = new CallScope()) {
      MemorySegment type = call.arena().allocate(JAVA_INT);
      library.check(library.c().ov_port_get_element_type(port, type), "ov_port_get_element_type");
      return library.elementType(type.get(JAVA_INT, 0));
    }
  }

  private static PartialShape shape(OpenVinoLibrary library, MemorySegment port) {
    OpenVinoC c = library.c();
    try (var call = new CallScope()) {
      MemorySegment shape = call.arena().allocate(OpenVinoC.OV_PARTIAL_SHAPE_T);
      library.check(c.ov_port_get_partial_shape(port, shape), "ov_port_get_partial_shape");
      try {
        return Shapes.readPartial(shape);
      } finally {
        c.ov_partial_shape_free(shape);
      }
    }
  }
}
