package io.affut.bindings.library;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where and how native libraries are looked for.
///
/// @param nativeDir the folder of the option `--native-dir`
/// @param environment the environment variables, for `AFFUT_OPENVINO_HOME` and its like, and for
///   the package clients
/// @param cache Affût's cache folder, see [CacheFolder]; made when it is first needed
/// @param mayFetch whether a library that is nowhere may be fetched; if not, no package client runs
/// @param progress is told in one line each what is fetched; called from the searching thread
public record SearchSettings(
    Optional<Path> nativeDir,
    Map<String, String> environment,
    Path cache,
    boolean mayFetch,
    Consumer<String> progress) {
  /// Keeps a copy of the environment.
  public SearchSettings {
    environment = Map.copyOf(environment);
  }

  /// The settings of a program that was started without options: the environment and the cache of
  /// this user, and what is missing is fetched.
  public static SearchSettings ofEnvironment(Consumer<String> progress) {
    return new SearchSettings(
        Optional.empty(), System.getenv(), CacheFolder.ofThisUser(), true, progress);
  }
}
