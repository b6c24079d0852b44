package io.affut.engine.backend;

import io.affut.bindings.openvino.Port;
import java.util.List;

/// Finds a network's inputs and outputs by the names that manifests use.
final class Ports {
  private Ports() {}

  /// The index of the port called `name`.
  ///
  /// @throws IllegalArgumentException when there is none, with the names that there are
  static int indexOf(List<Port> ports, String name) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "it has no input or output %s, but %s"
            .formatted(name, String.join(", ", ports.stream().map(Port::name).toList())));
  }
}
