package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/ada");

  @Test
  void isInTheHomeFolderOnLinux() {
    assertThat(CacheFolder.of(Map.of(), "Linux", HOME)).hasToString("/home/ada/.cache/affut");
  }

  /// Java takes the home folder of the user's entry in the system's list of users, which is not
  /// that of a `sudo -u`, a container, or a service.
  @Test
  void theHomeFolderIsWhatTheEnvironmentSays() {
    var named = Map.of("HOME", "/srv/ada");
    assertThat(CacheFolder.of(named, "Linux", HOME)).hasToString("/srv/ada/.cache/affut");
    assertThat(CacheFolder.of(named, "Mac OS X", HOME))
        .hasToString("/srv/ada/Library/Caches/affut");
    assertThat(CacheFolder.of(named, "Windows 11", HOME))
        .hasToString("/home/ada/AppData/Local/affut");
    assertThat(CacheFolder.of(Map.of("HOME", "x"), "Linux", HOME))
        .hasToString("/home/ada/.cache/affut");
  }

  @Test
  void isWhereXdgSays() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/var/x"), "Linux", HOME))
        .hasToString("/var/x/affut");
  }

  @Test
  void ignoresAnXdgThatIsEmptyOrRelative() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", ""), "Linux", HOME))
        .hasToString("/home/ada/.cache/affut");
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "x"), "Linux", HOME))
        .hasToString("/home/ada/.cache/affut");
  }

  @Test
  void isAmongTheCachesOnMacOs() {
    assertThat(CacheFolder.of(Map.of(), "Mac OS X", HOME))
        .hasToString("/home/ada/Library/Caches/affut");
  }

  @Test
  void isInLocalAppDataOnWindows() {
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", HOME))
        .hasToString("/l/affut");
    assertThat(CacheFolder.of(Map.of(), "Windows 11", HOME))
        .hasToString("/home/ada/AppData/Local/affut");
  }
}
