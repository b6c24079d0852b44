package io.affut.engine.backend;

import java.util.List;

/// Finds a network's inputs and outputs by the names that manifests use.
final class Ports {
  private Ports() {}

  /// The index of the port called `name`.
  ///
  /// @param ports the names of the network's
  /// @throws IllegalArgumentException when there is none, with the names that there are
  static int indexOf(List<String> ports, String name) {
    int index = ports.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "it has no input or output %s, but %s".formatted(name, String.join(", ", ports)));
    }
    return index;
  }
}
