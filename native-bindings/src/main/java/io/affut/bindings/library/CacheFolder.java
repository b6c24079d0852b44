package io.affut.bindings.library;

import java.nio.file.Path;
import java.util.Map;

/// The folder where Affût keeps what it fetches once: native libraries, models, sample pictures.
///
/// Everything in it can be deleted; it is fetched again when it is next needed.
public final class CacheFolder {
  private CacheFolder() {}

  /// The cache folder of the user who runs this program.
  public static Path ofThisUser() {
    return of(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /// The platform's usual place: `%LOCALAPPDATA%\affut` on Windows, `~/Library/Caches/affut` on
  /// macOS, `$XDG_CACHE_HOME/affut` or `~/.cache/affut` elsewhere.
  ///
  /// @param environment the environment variables; a relative `XDG_CACHE_HOME` is ignored, as its
  ///   specification asks. `~` is `HOME`, which Java itself does not look at
  /// @param osName Java's property `os.name`
  /// @param home the user's home folder where no `HOME` says otherwise
  /// @return a path that may not exist yet
  public static Path of(Map<String, String> environment, String osName, Path home) {
    Platform platform = Platform.of(osName, "");
    if (platform.isWindows()) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local))
          .resolve("affut");
    }
    String named = environment.getOrDefault("HOME", "");
    Path own = named.startsWith("/") ? Path.of(named) : home;
    if (platform.isMac()) {
      return own.resolve("Library").resolve("Caches").resolve("affut");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.startsWith("/") ? Path.of(xdg) : own.resolve(".cache")).resolve("affut");
  }
}
