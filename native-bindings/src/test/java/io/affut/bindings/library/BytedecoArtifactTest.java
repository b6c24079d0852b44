package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytedecoArtifactTest {
  @TempDir Path home;
  private TestMachine machine;
  private String folder;
  private String jarName;
  private Path library;

  @BeforeEach
  void prepare() {
    machine = new TestMachine(home);
    String platform = machine.files.platform().bytedecoName();
    folder = "org/bytedeco/openvino/" + platform + "/";
    jarName = "openvino-2026.2.1-1.5.14-" + platform + ".jar";
    library = machine.library(home.resolve("made/libopenvino_c.so.2621"));
  }

  @Test
  void aJarOnTheClassPathIsUnpackedWholeIntoAFolderOfItsName() throws IOException {
    try (var loader = new URLClassLoader(new URL[] {url(jar(true))}, machine.loader)) {
      machine.loader = loader;

      FoundLibrary found = machine.libraries().require(NativeLibrary.OPENVINO);

      assertThat(found.place()).isEqualTo("class path (Bytedeco)");
      assertThat(found.version()).isEqualTo("2026.2.1");
      assertThat(found.file().getFileName()).hasToString("libopenvino_c.so.2621");
      assertThat(found.file().resolveSibling("libopenvino.so.2621")).exists();
      assertThat(found.file().resolveSibling("libopenvino_intel_cpu_plugin.so")).exists();
      assertThat(machine.cache.relativize(found.file()).toString())
          .startsWith("native/bytedeco-" + jarName.replace(".jar", "") + "-")
          .contains(folder);
    }
  }

  @Test
  void itIsUnpackedOnceAndAnotherJarOfTheSameNameAnew() throws IOException {
    machine.searchPath = jar(false).toString();
    Path first = machine.libraries().require(NativeLibrary.OPENVINO).file();
    Path again = machine.libraries().require(NativeLibrary.OPENVINO).file();
    assertThat(again).isEqualTo(first);
    assertThat(machine.progress).hasSize(1);

    library = machine.compile(library, "int ov_get_openvino_version(void) { return 1; }");
    jar(false);
    assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isNotEqualTo(first);
  }

  @Test
  void aJarThatDoesNotListItsFoldersIsFoundByItsName() {
    machine.searchPath = "/nowhere.jar" + File.pathSeparator + jar(false);

    assertThat(machine.libraries().require(NativeLibrary.OPENVINO).version()).isEqualTo("2026.2.1");
  }

  @Test
  void aFolderOnTheClassPathServesWhereItIs() throws IOException {
    Path root = machine.folder("classes");
    Path file = root.resolve(folder + "libopenvino_c.so.2621");
    Files.createDirectories(file.getParent());
    Files.copy(library, file);
    try (var loader = new URLClassLoader(new URL[] {url(root)}, machine.loader)) {
      machine.loader = loader;

      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isEqualTo(file);
      assertThat(machine.cache.resolve("native")).doesNotExist();
    }
  }

  @Test
  void aJarWithoutTheLibraryIsPassedOverWithAReason() throws IOException {
    Path jar = machine.zip(jarName, Map.of(folder, new byte[0], folder + "x", new byte[1]));
    try (var loader = new URLClassLoader(new URL[] {url(jar)}, machine.loader)) {
      machine.loader = loader;

      assertThat(machine.libraries().search(NativeLibrary.OPENVINO).attempts())
          .filteredOn(attempt -> attempt.place().startsWith("class path"))
          .singleElement()
          .satisfies(attempt -> assertThat(attempt.reason()).contains("no libopenvino_c.so"));
    }
  }

  @Test
  void withoutAJarTheReasonSaysSo() {
    assertThat(machine.libraries().search(NativeLibrary.OPENVINO).attempts())
        .extracting(Attempt::reason)
        .contains("no jar with " + folder + " there");
  }

  @Test
  void ofCudaTheRuntimeTheCompilerAndTheDecoderAreUnpackedOnce() {
    String cuda = folder.replace("openvino", "cuda");
    byte[] any = TestMachine.bytes(library);
    machine.searchPath =
        machine
            .zip(
                "cuda-13.1-9.19-1.5.13-" + machine.files.platform().bytedecoName() + "-redist.jar",
                Map.of(
                    cuda + "libcudart.so.13", any,
                    cuda + "libnvrtc.so.13", any,
                    cuda + "libnvrtc-builtins.so.13.1", any,
                    cuda + "libnvjpeg.so.13", any,
                    cuda + "libcudnn.so.9", any,
                    cuda + "libjnicudart.so", any))
            .toString();

    Path runtime = machine.libraries().require(NativeLibrary.CUDA).file();
    Path compiler = machine.libraries().require(NativeLibrary.NVRTC).file();
    Path decoder = machine.libraries().require(NativeLibrary.NVJPEG).file();

    assertThat(machine.progress).hasSize(1);
    assertThat(Folders.list(runtime.getParent()))
        .containsExactly(
            runtime, decoder, runtime.resolveSibling("libnvrtc-builtins.so.13.1"), compiler);
  }

  /// The bindings for Java are in one jar, NVIDIA's libraries in another.
  @Test
  void ofTensorRtWhatBuildsAndRunsIsUnpackedOutOfTheJarThatHasIt() {
    String tensorRt = folder.replace("openvino", "tensorrt");
    String platform = machine.files.platform().bytedecoName();
    byte[] any = TestMachine.bytes(library);
    Path jni =
        machine.zip(
            "tensorrt-10.15-1.5.13-" + platform + ".jar",
            Map.of(tensorRt + "libjninvinfer.so", any));
    Path redist =
        machine.zip(
            "tensorrt-10.15-1.5.13-" + platform + "-redist.jar",
            Map.of(
                tensorRt + "libnvinfer.so.10", any,
                tensorRt + "libnvonnxparser.so.10", any,
                tensorRt + "libnvinfer_builder_resource_ptx.so.10.15.1", any,
                tensorRt + "libnvinfer_plugin.so.10", any));
    machine.searchPath = jni + File.pathSeparator + redist;

    Path found = machine.libraries().require(NativeLibrary.TENSORRT).file();

    assertThat(Folders.list(found.getParent()))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "libnvinfer.so.10",
            "libnvinfer_builder_resource_ptx.so.10.15.1",
            "libnvonnxparser.so.10");
    assertThat(Folders.list(machine.cache.resolve("native"))).hasSize(1);
  }

  private Path jar(boolean listsFolders) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    if (listsFolders) {
      entries.put(folder, new byte[0]);
    }
    entries.put(folder + "libopenvino_c.so.2621", TestMachine.bytes(library));
    entries.put(folder + "libopenvino.so.2621", TestMachine.bytes(library));
    entries.put(folder + "libopenvino_intel_cpu_plugin.so", TestMachine.bytes(library));
    entries.put("org/bytedeco/openvino/Other.class", TestMachine.bytes("a class"));
    return machine.zip(jarName, entries);
  }

  private static URL url(Path path) throws IOException {
    return path.toUri().toURL();
  }
}
