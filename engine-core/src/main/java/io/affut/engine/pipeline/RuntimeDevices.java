package io.affut.engine.pipeline;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.OpenVinoBackend;
import java.nio.file.Path;
import java.util.List;

/// The devices that an inference library finds on this machine.
public final class RuntimeDevices {
  private RuntimeDevices() {}

  /// One device.
  ///
  /// @param name the runtime's name of it, such as `CPU`
  /// @param fullName what it is, such as the processor's name
  /// @param capabilities what it can compute in, as the runtime says it
  public record Description(String name, String fullName, String capabilities) {}

  /// The devices of the OpenVINO whose C library is `openVino`.
  public static List<Description> of(Path openVino, NativeLedger ledger) {
    try (OpenVinoBackend backend = new OpenVinoBackend(openVino, ledger)) {
      return backend.devices().stream()
          .map(device ->
              new Description(device, backend.deviceName(device), backend.capabilities(device)))
          .toList();
    }
  }
}
