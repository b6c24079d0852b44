package io.affut.engine.pipeline;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.OpenVinoBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The devices that an inference library finds on this machine.
public final class RuntimeDevices {
  private RuntimeDevices() {}

  /// One device.
  ///
  /// @param name the runtime's name of it, such as `CPU`
  /// @param fullName what it is, such as the processor's name
  /// @param capabilities what it can compute in, as the runtime says it
  public record Description(String name, String fullName, String capabilities) {}

  /// A kind of device that the library could serve, and does not find.
  ///
  /// @param name the runtime's name of the kind, such as `GPU`
  /// @param reasons what is in the way and what to do, a sentence each
  public record Missing(String name, List<String> reasons) {}

  /// The devices of the OpenVINO whose C library is `openVino`.
  public static List<Description> of(Path openVino, NativeLedger ledger) {
    try (OpenVinoBackend backend = new OpenVinoBackend(openVino, ledger)) {
      return backend.devices().stream()
          .map(device ->
              new Description(device, backend.deviceName(device), backend.capabilities(device)))
          .toList();
    }
  }

  /// Intel's graphics and neural processor, where that OpenVINO does not find them.
  public static List<Missing> missing(Path openVino, NativeLedger ledger) {
    try (OpenVinoBackend backend = new OpenVinoBackend(openVino, ledger)) {
      return Stream.of("GPU", "NPU")
          .filter(kind -> backend.device(kind).isEmpty())
          .map(kind -> new Missing(kind, backend.obstacles(kind)))
          .toList();
    }
  }
}
