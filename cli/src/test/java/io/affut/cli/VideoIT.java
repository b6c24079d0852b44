package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Videos through the launcher, on the module path.
class VideoIT {
  @TempDir Path temporary;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @Test
  void ffmpegIsLoadedWhenAVideoComesAndNotBefore() throws Exception {
    Path folder = temporary.toRealPath();
    // One without kept classes: the launcher silences the logs of those with.
    Path launcher = Program.release(folder.resolve("release"));
    Path photos = Files.createDirectories(folder.resolve("photos"));
    Files.copy(Fixtures.at("photos/blank.jpg"), photos.resolve("blank.jpg"));
    assertThat(classes(folder, launcher, "run", photos, "-o", "photos.json"))
        .doesNotContain("org.bytedeco");

    PhotoClips.write(photos.resolve("clip.avi"), "domestic_cattle", "blank");
    assertThat(classes(folder, launcher, "run", photos, "-o", "both.json"))
        .contains("org.bytedeco");
    assertThat(Results.read(folder.resolve("both.json")).first("clip.avi")).isEqualTo("animal");
  }

  /// Which classes a command loads.
  private static String classes(Path folder, Path launcher, Object... command) throws Exception {
    Path log = folder.resolve("classes.txt");
    new Program(folder)
        .launcher(launcher)
        .environment("AFFUT_JAVA_OPTS", "-Xlog:class+load:file=" + log)
        .run(command)
        .with(0);
    return Files.readString(log);
  }
}
