package io.affut.bindings.library;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/// A library that has been loaded and stays so until the process ends.
///
/// @param title what people call it, such as `OpenVINO`
/// @param version its version, or `unknown`
/// @param file the file that was loaded
/// @param symbols its functions and variables
public record LoadedLibrary(String title, String version, Path file, SymbolLookup symbols) {
  /// The address of a function or variable.
  ///
  /// @throws NativeLibraryException naming library, version and symbol when there is none
  public MemorySegment symbol(String name) {
    return symbols
        .find(name)
        .orElseThrow(() ->
            new NativeLibraryException(
                title,
                title
                    + (version.equals("unknown") ? "" : " " + version)
                    + " ("
                    + file
                    + ") has no function "
                    + name
                    + ", which Affût needs.",
                List.of(),
                "Use another version of it."));
  }
}
