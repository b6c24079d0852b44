package io.affut.bindings.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetTest {
  @TempDir Path home;
  private TestMachine machine;
  private String folder;

  @BeforeEach
  void prepare() {
    machine = new TestMachine(home);
    folder = "org/bytedeco/ffmpeg/" + machine.files.platform().bytedecoName() + "/";
  }

  @Test
  void theLibrariesOfAPresetAreUnpackedOnceAndItsProgramsAreNot() throws IOException {
    machine.searchPath = jar(machine.folder("lib")).toString();

    Path unpacked = machine.libraries().preset("ffmpeg", "FFmpeg");
    Path again = machine.libraries().preset("ffmpeg", "FFmpeg");

    assertThat(unpacked).startsWith(machine.cache).isEqualTo(again);
    assertThat(unpacked).isDirectoryContaining("glob:**/libavutil.so.60");
    assertThat(unpacked).isDirectoryContaining("glob:**/libjniavutil.so");
    assertThat(unpacked.resolve("ffprobe")).doesNotExist();
    assertThat(machine.progress).hasSize(1);
  }

  @Test
  void theModulePathMayNameTheFolderOfTheJars() throws IOException {
    Path lib = machine.folder("lib");
    jar(lib);
    machine.searchPath = lib.toString();

    assertThat(machine.libraries().preset("ffmpeg", "FFmpeg")).isDirectory();
  }

  @Test
  void whereNothingMayBeFetchedNothingIsUnpacked() throws IOException {
    machine.searchPath = jar(machine.folder("lib")).toString();
    machine.mayFetch = false;

    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> machine.libraries().preset("ffmpeg", "FFmpeg"))
        .withMessageStartingWith("FFmpeg has not been unpacked yet.");
    assertThat(machine.cache).doesNotExist();

    machine.mayFetch = true;
    Path unpacked = machine.libraries().preset("ffmpeg", "FFmpeg");
    machine.mayFetch = false;
    assertThat(machine.libraries().preset("ffmpeg", "FFmpeg")).isEqualTo(unpacked);
  }

  @Test
  void aPresetThatIsNotThereIsAnErrorThatSaysWhatToDo() {
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> machine.libraries().preset("ffmpeg", "FFmpeg"))
        .satisfies(e -> {
          assertThat(e.library()).isEqualTo("FFmpeg");
          assertThat(e).hasMessageContaining(folder);
          assertThat(e.advice()).contains("Build Affût");
        });
  }

  private Path jar(Path lib) throws IOException {
    String platform = machine.files.platform().bytedecoName();
    Path jar = lib.resolve("ffmpeg-8.1.2-1.5.14-" + platform + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        var zip = new ZipOutputStream(out)) {
      for (String name : new String[] {"libavutil.so.60", "libjniavutil.so", "ffprobe"}) {
        zip.putNextEntry(new ZipEntry(folder + name));
        zip.write(name.getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return jar;
  }
}
