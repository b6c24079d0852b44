package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Required;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The libraries of this machine, fetched into the real cache where they are nowhere else.
class RealLibrariesTest {
  @Test
  void openVinoIsFetchedOnceAndFound() {
    FoundLibrary found = found(NativeLibrary.OPENVINO, "openvino");

    LoadedLibrary loaded = LibraryLoader.open("OpenVINO", found.version(), found.file());
    assertThat(loaded.symbol("ov_core_create").address()).isNotZero();
    assertThat(found.version()).isNotEqualTo("unknown");
  }

  @Test
  void openVinoIsFoundAgainWithoutAnyPackageClient() {
    FoundLibrary found = found(NativeLibrary.OPENVINO, "openvino");

    var offline =
        new SearchSettings(Optional.empty(), Map.of(), CacheFolder.ofThisUser(), false, _ -> {});
    assertThat(new NativeLibraries(offline).search(NativeLibrary.OPENVINO).found())
        .map(FoundLibrary::file)
        .contains(found.file());
  }

  @Test
  void theFetchedOpenVinoHasItsPluginsAndItsLicences() {
    FoundLibrary found = found(NativeLibrary.OPENVINO, "openvino");
    Required.present(
        "openvino",
        found.place().startsWith("cache"),
        "OpenVINO comes from " + found.place() + " here, not from the cache");

    Path libs = found.file().getParent();
    List<String> names =
        Folders.list(libs).stream().map(file -> file.getFileName().toString()).toList();
    assertThat(names)
        .anyMatch(name -> name.contains("cpu_plugin"))
        .anyMatch(name -> name.contains("onnx_frontend"))
        .anyMatch(name -> name.contains("tbb"))
        .noneMatch(name -> name.contains("pytorch"));
    Path root = libs.getParent().getParent();
    assertThat(Folders.list(root)).anyMatch(folder -> Files.exists(folder.resolve("licenses")));
  }

  @Test
  void libjpegTurboIsFound() {
    FoundLibrary found = found(NativeLibrary.TURBOJPEG, "turbojpeg");

    LoadedLibrary loaded = LibraryLoader.open("libjpeg-turbo", found.version(), found.file());
    assertThat(loaded.symbol("tjInitDecompress").address()).isNotZero();
  }

  private static FoundLibrary found(NativeLibrary library, String part) {
    List<String> progress = new ArrayList<>();
    Search search = NativeLibraries.ofEnvironment(progress::add).search(library);
    Required.present(part, search.found().isPresent(), search.attempts() + " " + progress);
    return search.found().orElseThrow();
  }
}
