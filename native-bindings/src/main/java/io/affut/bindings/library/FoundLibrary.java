package io.affut.bindings.library;

import java.nio.file.Path;

/// A library that was found and that loads.
///
/// @param library which one
/// @param file its file; other libraries that it needs lie beside it
/// @param place where it was found, such as `cache`
/// @param version its version as far as its file tells it, else `unknown`; once it is loaded, it
///   may say more itself
public record FoundLibrary(NativeLibrary library, Path file, String place, String version) {}
