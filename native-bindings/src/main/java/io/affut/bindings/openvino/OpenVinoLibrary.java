package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One loaded OpenVINO: its functions, its numbering of element types, and the one place where a
/// status is checked. Any thread.
final class OpenVinoLibrary {
  private final OpenVinoC c;
  private final NativeLedger ledger;
  private final String version;
  private final int firstElementType;

  OpenVinoLibrary(LoadedLibrary loaded, NativeLedger ledger) {
    this.c = new OpenVinoC(loaded);
    this.ledger = ledger;
    this.version = c.version();
    refuseOldVersion();
    this.firstElementType = findFirstElementType();
  }

  OpenVinoC c() {
    return c;
  }

  NativeLedger ledger() {
    return ledger;
  }

  /// The library's own version, such as `2026.4.1-22982-...`.
  String version() {
    return version;
  }

  /// Throws unless `status` is `OK`.
  ///
  /// The text is the library's last error, which it keeps for the whole process: when several
  /// threads fail at once, one may be given the other's.
  ///
  /// @param function the name of the C function that returned it
  void check(int status, String function) {
    if (status != 0) {
      throw failure(status, function);
    }
  }

  /// The number that this library's headers give `type`.
  int code(ElementType type) {
    return type.ordinal() + firstElementType;
  }

  /// The type of that number; [ElementType#DYNAMIC] for one that we do not know.
  ElementType elementType(int code) {
    int index = code - firstElementType;
    ElementType[] types = ElementType.values();
    return index >= 0 && index < types.length ? types[index] : ElementType.DYNAMIC;
  }

  private OpenVinoException failure(int status, String function) {
    return new OpenVinoException(function, status, Status.name(status), text(status));
  }

  private String text(int status) {
    if (Status.leavesText(status)) {
      MemorySegment last = c.ov_get_last_err_msg(); // ours to free
      if (last.address() != 0) {
        String text = OpenVinoC.text(last);
        c.ov_free(last);
        return text;
      }
    }
    return OpenVinoC.text(c.ov_get_error_info(status)); // static, not ours
  }

  private void refuseOldVersion() {
    if (version.matches("20(1\\d|2[0-4])\\..*")) {
      throw unusable("OpenVINO " + version + " is too old");
    }
  }

  /// 2026 calls F32 number 4, where 2025 has F16; the size of such a tensor tells.
  private int findFirstElementType() {
    long bytes = bytesOfOne(ElementType.F32.ordinal());
    if (bytes == ElementType.F32.bytes()) {
      return 0;
    }
    if (bytes == ElementType.F16.bytes()) {
      return 1;
    }
    throw unusable("OpenVINO " + version + " numbers its element types in a way that is unknown");
  }

  private long bytesOfOne(int elementType) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      check(
          c.ov_tensor_create(elementType, Shapes.allocate(call, new long[] {1}), slot),
          "ov_tensor_create");
      MemorySegment tensor = slot.get(ADDRESS, 0);
      try {
        MemorySegment size = call.allocate(JAVA_LONG);
        check(c.ov_tensor_get_byte_size(tensor, size), "ov_tensor_get_byte_size");
        return size.get(JAVA_LONG, 0);
      } finally {
        c.ov_tensor_free(tensor);
      }
    }
  }

  private static NativeLibraryException unusable(String reason) {
    return new NativeLibraryException(
        "OpenVINO", reason, List.of(), "Use OpenVINO 2025.0 or newer.");
  }
}
