package io.affut.bindings.library;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a search finds around it and tests replace: the platform, the class path, the pinned wheels
/// and the system's folders.
///
/// @param files the names of libraries on the platform
/// @param loader where Bytedeco's jars are looked for
/// @param searchPath the class path and the module path
/// @param wheels the wheel of a library that is fetched, where one is known
/// @param system what is installed
record Surroundings(
    LibraryFiles files,
    ClassLoader loader,
    String searchPath,
    Function<NativeLibrary, Optional<PinnedWheel>> wheels,
    Function<NativeLibrary, Place> system) {
  /// The machine as it is.
  static Surroundings real(Map<String, String> environment) {
    var files = new LibraryFiles(Platform.current());
    String searchPath =
        System.getProperty("java.class.path", "")
            + File.pathSeparator
            + System.getProperty("jdk.module.path", "");
    return new Surroundings(
        files,
        NativeLibraries.class.getClassLoader(),
        searchPath,
        library -> PinnedWheel.of(library, files.platform()),
        library -> SystemPath.of(library, files, environment));
  }
}
