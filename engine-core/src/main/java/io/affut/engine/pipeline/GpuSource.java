package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.nvidia.NvidiaLibraries;
import java.util.function.Consumer;

/// Where NVIDIA's libraries come from.
interface GpuSource {

  /// Loads all of them.
  ///
  /// @param wanted what the user asked for, for messages
  /// @param remarks is told what a user has to know although nothing is in the way
  /// @throws DeviceUnavailableException with all that stands in the way
  /// @throws io.affut.bindings.library.NativeLibraryException when a folder that the user names
  ///   does not serve
  NvidiaLibraries load(
      Device wanted, NativeLibraries libraries, NativeLedger ledger, Consumer<String> remarks);
}
