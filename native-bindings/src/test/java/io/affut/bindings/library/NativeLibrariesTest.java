package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibrariesTest {
  @TempDir Path home;
  private TestMachine machine;

  @BeforeEach
  void prepare() {
    machine = new TestMachine(home);
  }

  @Nested
  class AFolderThatTheUserNames {
    @ParameterizedTest
    @CsvSource({
      "libopenvino_c.so.2641, 2026.4.1",
      "libs/libopenvino_c.so.2641, 2026.4.1",
      "openvino/libs/libopenvino_c.so.2641, 2026.4.1",
      "runtime/lib/intel64/libopenvino_c.so.2500, 2025.0.0",
      "runtime/lib/intel64/libopenvino_c.so, unknown",
      "org/bytedeco/openvino/linux-x86_64/libopenvino_c.so.2621, 2026.2.1",
      "lib/libopenvino_c.so.2025.2.0, 2025.2.0",
      "usr/lib/x86_64-linux-gnu/libopenvino_c.so.2641, 2026.4.1"
    })
    void mayHaveAnyOfTheUsualLayouts(String file, String version) {
      Path folder = machine.folder("named");
      Path library = machine.library(folder.resolve(file));
      machine.environment.put("AFFUT_OPENVINO_HOME", folder.toString());

      FoundLibrary found = machine.libraries().require(NativeLibrary.OPENVINO);

      assertThat(found.file()).isEqualTo(library);
      assertThat(found.version()).isEqualTo(version);
      assertThat(found.place()).isEqualTo("AFFUT_OPENVINO_HOME " + folder);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"libturbojpeg.so.0", "lib64/libturbojpeg.so", "lib/libturbojpeg.so.0.3.0"})
    void mayHaveLibjpegTurbo(String file) {
      Path folder = machine.folder("named");
      Path library = machine.library(folder.resolve(file));
      machine.environment.put("AFFUT_TURBOJPEG_HOME", folder.toString());

      assertThat(machine.libraries().require(NativeLibrary.TURBOJPEG).file()).isEqualTo(library);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "libcudart.so.13",
          "nvidia/cu13/lib/libcudart.so.13",
          "nvidia/cuda_runtime/lib/libcudart.so.12",
          "targets/x86_64-linux/lib/libcudart.so.12.9.79",
          "lib64/libcudart.so",
          "org/bytedeco/cuda/linux-x86_64/libcudart.so.13"
        })
    void mayHaveCuda(String file) {
      Path folder = machine.folder("named");
      Path library = machine.library(folder.resolve(file));
      machine.environment.put("AFFUT_CUDA_HOME", folder.toString());

      assertThat(machine.libraries().require(NativeLibrary.CUDA).file()).isEqualTo(library);
    }

    @ParameterizedTest
    @CsvSource({
      "NVRTC, lib64/libnvrtc.so.13",
      "NVRTC, nvidia/cu13/lib/libnvrtc.so.13",
      "NVRTC, nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
      "NVRTC, org/bytedeco/cuda/linux-x86_64/libnvrtc.so.13",
      "NVJPEG, libnvjpeg.so.13",
      "NVJPEG, nvidia/cu13/lib/libnvjpeg.so.13",
      "NVJPEG, nvidia/nvjpeg/lib/libnvjpeg.so.12",
      "NVJPEG, targets/x86_64-linux/lib/libnvjpeg.so.13.0.3.75"
    })
    void mayHaveCudasOtherLibraries(NativeLibrary library, String file) {
      Path folder = machine.folder("named");
      Path there = machine.library(folder.resolve(file));
      machine.environment.put("AFFUT_CUDA_HOME", folder.toString());

      assertThat(machine.libraries().require(library).file()).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({
      "libnvinfer.so.10, 10",
      "libnvinfer.so, unknown",
      "lib/libnvinfer.so.10.15.1, 10.15.1",
      "tensorrt_libs/libnvinfer.so.10, 10",
      "usr/lib/x86_64-linux-gnu/libnvinfer.so.10.13.3, 10.13.3",
      "org/bytedeco/tensorrt/linux-x86_64/libnvinfer.so.10, 10"
    })
    void mayHaveTensorRt(String file, String version) {
      Path folder = machine.folder("named");
      Path library = machine.library(folder.resolve(file));
      machine.environment.put("AFFUT_TENSORRT_HOME", folder.toString());

      FoundLibrary found = machine.libraries().require(NativeLibrary.TENSORRT);

      assertThat(found.file()).isEqualTo(library);
      assertThat(found.version()).isEqualTo(version);
    }

    @Test
    void withAnotherTensorRtThanTheTenthIsAnError() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libnvinfer.so.8"));
      machine.environment.put("AFFUT_TENSORRT_HOME", folder.toString());

      assertRefused(NativeLibrary.TENSORRT, "there is no libnvinfer.so.10 in it");
    }

    @Test
    void ofCudaMayHaveSomeOfItsLibrariesOnly() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libcudart.so.13"));
      Path system = machine.library(machine.systemFolder.resolve("libnvjpeg.so.13"));
      machine.environment.put("AFFUT_CUDA_HOME", folder.toString());

      Search search = machine.libraries().search(NativeLibrary.NVJPEG);

      assertThat(search.found()).map(FoundLibrary::file).contains(system);
      assertThat(search.attempts())
          .extracting(Attempt::reason)
          .contains("there is no libnvjpeg.so.13 in it; it is there for CUDA");
    }

    @Test
    void withTheCompilersBuiltinsAloneHasNoCompiler() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libnvrtc-builtins.so.13.1"));
      machine.environment.put("AFFUT_CUDA_HOME", folder.toString());

      assertRefused(NativeLibrary.NVRTC, "there is no libnvrtc.so.13 in it");
    }

    @Test
    void withoutCudaIsAnErrorAndNothingElseIsTried() {
      machine.library(machine.systemFolder.resolve("libcudart.so.13"));
      machine.environment.put("AFFUT_CUDA_HOME", machine.folder("named").toString());

      assertRefused(NativeLibrary.CUDA, "there is no libcudart.so.13 in it");
    }

    @Test
    void givesItsNewestLibrary() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libopenvino_c.so.2621"));
      Path newest = machine.library(folder.resolve("libopenvino_c.so.2641"));
      machine.nativeDir = Optional.of(folder);

      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isEqualTo(newest);
    }

    @Test
    void thatIsNotThereIsAnErrorAndNothingElseIsTried() {
      machine.library(machine.systemFolder.resolve("libopenvino_c.so.2641"));
      machine.environment.put("AFFUT_OPENVINO_HOME", home.resolve("nowhere").toString());

      assertRefused(NativeLibrary.OPENVINO, "there is no folder " + home.resolve("nowhere"));
    }

    @Test
    void thatIsEmptyIsAnErrorAndNothingElseIsTried() {
      machine.library(machine.systemFolder.resolve("libturbojpeg.so.0"));
      machine.environment.put("AFFUT_TURBOJPEG_HOME", machine.folder("named").toString());

      assertRefused(NativeLibrary.TURBOJPEG, "there is no libturbojpeg.so.0 in it");
    }

    @Test
    void whoseNameTheSystemCannotHaveIsAnError() {
      machine.environment.put("AFFUT_OPENVINO_HOME", "a\0b");

      assertRefused(NativeLibrary.OPENVINO, "this system can have no folder of that name");
    }

    @Test
    void thatIsAFileIsAnError() {
      Path file = machine.library(home.resolve("libopenvino_c.so.2641"));
      machine.nativeDir = Optional.of(file);

      assertRefused(NativeLibrary.OPENVINO, file + " is not a folder");
    }

    @Test
    void whoseLibraryDoesNotLoadIsAnErrorWithTheReason() {
      Path folder = machine.folder("named");
      TestMachine.write(folder.resolve("libopenvino_c.so.2641"), "not a library");
      machine.nativeDir = Optional.of(folder);

      assertRefused(NativeLibrary.OPENVINO, "libopenvino_c.so.2641 is no library");
    }

    @Test
    void whoseOtherLibrariesAreCutIsAnErrorThatNamesTheFile() throws IOException {
      Path folder = machine.folder("named");
      Path library = machine.library(folder.resolve("libopenvino_c.so.2641"));
      byte[] half = Arrays.copyOf(TestMachine.bytes(library), 5000);
      Files.write(folder.resolve("libtbb.so.12"), half);
      machine.nativeDir = Optional.of(folder);

      assertRefused(NativeLibrary.OPENVINO, "libtbb.so.12 is cut: it has 5000 of at least");
    }

    @Test
    void whoseLibraryLacksWhatWeNeedIsAnErrorThatNamesTheFunction() {
      Path folder = machine.folder("named");
      machine.compile(folder.resolve("libturbojpeg.so.0"), "int tjInitDecompress;");
      machine.nativeDir = Optional.of(folder);

      assertRefused(NativeLibrary.TURBOJPEG, "has no function tjGetErrorStr2");
    }

    @Test
    void whoseOpenVinoIsTooOldIsAnErrorThatSaysSo() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libopenvino_c.so.2460"));
      machine.nativeDir = Optional.of(folder);

      assertRefused(NativeLibrary.OPENVINO, "is OpenVINO 2024.6.0; Affût needs 2025.0 or later");
    }

    @Test
    void mayBeThereForOneLibraryOnlyWhenItIsNamedForBoth() {
      Path folder = machine.folder("named");
      machine.library(folder.resolve("libopenvino_c.so.2641"));
      Path turbo = machine.library(machine.systemFolder.resolve("libturbojpeg.so.0"));
      machine.nativeDir = Optional.of(folder);

      Search search = machine.libraries().search(NativeLibrary.TURBOJPEG);

      assertThat(search.found()).map(FoundLibrary::file).contains(turbo);
      assertThat(search.attempts().getFirst().toString())
          .startsWith("--native-dir " + folder + ": there is no libturbojpeg.so.0 in it")
          .endsWith("it is there for OpenVINO");
      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).place())
          .startsWith("--native-dir");
    }

    @Test
    void thatServesForNothingIsAnErrorForBoth() {
      machine.nativeDir = Optional.of(machine.folder("named"));

      assertRefused(NativeLibrary.OPENVINO, "there is no libopenvino_c.so in it");
      assertRefused(NativeLibrary.TURBOJPEG, "there is no libturbojpeg.so.0 in it");
    }

    @Test
    void givenAsAnOptionComesBeforeTheEnvironment() {
      Path option = machine.library(machine.folder("option").resolve("libturbojpeg.so.0"));
      machine.library(machine.folder("variable").resolve("libturbojpeg.so.0"));
      machine.nativeDir = Optional.of(option.getParent());
      machine.environment.put("AFFUT_TURBOJPEG_HOME", home.resolve("variable").toString());

      assertThat(machine.libraries().require(NativeLibrary.TURBOJPEG).file()).isEqualTo(option);
    }

    @Test
    void inAnEmptyVariableIsNoFolder() {
      machine.environment.put("AFFUT_TURBOJPEG_HOME", " ");

      assertThat(machine.libraries().search(NativeLibrary.TURBOJPEG).found()).isEmpty();
    }

    private void assertRefused(NativeLibrary library, String reason) {
      assertThatExceptionOfType(NativeLibraryException.class)
          .isThrownBy(() -> machine.libraries().search(library))
          .withMessageContaining("does not serve for " + library.title())
          .withMessageContaining(reason)
          .satisfies(e -> assertThat(e.advice()).contains("--native-dir"));
      Search search = machine.libraries().examine(library);
      assertThat(search.found()).isEmpty();
      assertThat(search.error()).hasValueSatisfying(text -> assertThat(text).contains(reason));
      assertThat(search.attempts().getLast().reason()).contains(reason);
    }
  }

  @Nested
  class TheWheel {
    private static final List<String> KEPT =
        List.of(
            "openvino/libs/libopenvino.so.2641",
            "openvino/libs/libopenvino_c.so.2641",
            "openvino/libs/libopenvino_auto_plugin.so",
            "openvino/libs/libopenvino_intel_cpu_plugin.so",
            "openvino/libs/libopenvino_intel_gpu_plugin.so",
            "openvino/libs/libopenvino_intel_npu_plugin.so",
            "openvino/libs/libopenvino_ir_frontend.so.2641",
            "openvino/libs/libopenvino_onnx_frontend.so.2641",
            "openvino/libs/libopenvino_tensorflow_lite_frontend.so.2641",
            "openvino/libs/libtbb.so.12",
            "openvino/libs/libtbbmalloc.so.2",
            "openvino/libs/libtbbbind_2_5.so.3",
            "openvino/libs/libhwloc.so.15",
            "openvino/libs/cache.json",
            "openvino-2026.4.1.dist-info/licenses/LICENSE",
            "openvino-2026.4.1.dist-info/licenses/licensing/onetbb_third-party-programs.txt");
    private static final List<String> LEFT =
        List.of(
            "openvino/__init__.py",
            "openvino/_pyopenvino.cpython-311-x86_64-linux-gnu.so",
            "openvino/libs/libopenvino_pytorch_frontend.so.2641",
            "openvino/libs/libopenvino_tensorflow_frontend.so.2641",
            "openvino/libs/libopenvino_hetero_plugin.so",
            "openvino/libs/tbb.pc",
            "openvino/libs/tbb12.lib",
            "openvino/include/openvino/c/openvino.h",
            "openvino-2026.4.1.dist-info/RECORD");

    private Path wheel;

    @BeforeEach
    void makeOne() {
      Path library = machine.library(home.resolve("made/libopenvino_c.so.2641"));
      Map<String, byte[]> entries = new LinkedHashMap<>();
      KEPT.forEach(name -> entries.put(name, TestMachine.bytes(library)));
      LEFT.forEach(name -> entries.put(name, TestMachine.bytes("something")));
      entries.put("openvino/libs/libopenvino_c.so.2641", TestMachine.bytes(library));
      wheel = machine.zip("openvino-2026.4.1-cp311.whl", entries);
      pin(wheel);
    }

    private void pin(Path file) {
      PinnedPackage thing = TestMachine.pinned(file);
      var pinned =
          new PinnedPackage(
              "openvino", "2026.4.1", thing.fileName(), thing.sha256(), thing.pipPlatforms());
      machine.wheel = Optional.of(new PinnedWheel(pinned, 59_130_756));
    }

    @Test
    void isFetchedUnpackedAsFarAsItIsNeededAndDeleted() throws IOException {
      machine.pipThatGives(wheel);

      FoundLibrary found = machine.libraries().require(NativeLibrary.OPENVINO);

      Path root = machine.cache.resolve("native/openvino-2026.4.1-" + machine.files.platform());
      assertThat(found.file()).isEqualTo(root.resolve("openvino/libs/libopenvino_c.so.2641"));
      assertThat(found.version()).isEqualTo("2026.4.1");
      assertThat(found.place()).isEqualTo("cache " + machine.cache);
      assertThat(KEPT).allSatisfy(name -> assertThat(root.resolve(name)).exists());
      assertThat(LEFT).allSatisfy(name -> assertThat(root.resolve(name)).doesNotExist());
      assertThat(machine.cache.resolve("downloads")).isEmptyDirectory();
      assertThat(machine.progress.getFirst()).contains("openvino 2026.4.1", "59 MB", "pip");
    }

    @Test
    void isThereTheSecondTimeWithoutAnyClient() throws IOException {
      machine.pipThatGives(wheel);
      Path file = machine.libraries().require(NativeLibrary.OPENVINO).file();
      Files.delete(machine.programs.resolve("python3"));
      machine.mayFetch = false;

      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isEqualTo(file);
      assertThat(machine.downloads()).hasSize(1);
    }

    @Test
    void isFetchedAgainWhenAFileOfItWasDeleted() throws IOException {
      machine.pipThatGives(wheel);
      Path file = machine.libraries().require(NativeLibrary.OPENVINO).file();
      Files.delete(file.resolveSibling("libtbb.so.12"));

      machine.libraries().require(NativeLibrary.OPENVINO);

      assertThat(file.resolveSibling("libtbb.so.12")).exists();
      assertThat(machine.downloads()).hasSize(2);
    }

    @Test
    void isNotFetchedWhenThatIsForbiddenAndNoProgramRuns() {
      machine.pipThatGives(wheel);
      machine.mayFetch = false;

      Search search = machine.libraries().search(NativeLibrary.OPENVINO);

      assertThat(search.found()).isEmpty();
      assertThat(search.attempts())
          .extracting(Attempt::reason)
          .anyMatch(reason -> reason.contains("nothing is fetched now"));
      assertThat(machine.log()).isEmpty();
      assertThat(machine.cache).doesNotExist();
    }

    @Test
    void withAnotherSumIsRefusedAndTheSystemsLibraryServes() {
      machine.pipThatGives(wheel);
      Path other = machine.zip("other.whl", Map.of("openvino/libs/x", new byte[1]));
      PinnedPackage right = machine.wheel.orElseThrow().wheel();
      var wrong =
          new PinnedPackage(
              right.name(),
              right.version(),
              right.fileName(),
              TestMachine.pinned(other).sha256(),
              List.of());
      machine.wheel = Optional.of(new PinnedWheel(wrong, 0));
      Path system = machine.library(machine.systemFolder.resolve("libopenvino_c.so.2500"));

      Search search = machine.libraries().search(NativeLibrary.OPENVINO);

      assertThat(search.found()).map(FoundLibrary::file).contains(system);
      assertThat(search.attempts())
          .filteredOn(attempt -> attempt.place().startsWith("cache"))
          .singleElement()
          .satisfies(attempt -> assertThat(attempt.reason()).contains("SHA-256", "not used"));
    }

    @Test
    void thatCannotBeUnpackedLeavesNothingBehind() throws IOException {
      Path broken = home.resolve("openvino-broken.whl");
      Files.writeString(broken, "not a zip file");
      pin(broken);
      machine.pipThatGives(broken);

      Search search = machine.libraries().search(NativeLibrary.OPENVINO);

      assertThat(search.found()).isEmpty();
      assertThat(search.attempts())
          .extracting(Attempt::reason)
          .anyMatch(reason -> reason.contains("it cannot be filled"));
      assertThat(machine.cache.resolve("native")).isEmptyDirectory();
    }

    @Test
    void comesBeforeTheSystemsLibraryAndAfterTheNamedFolder() {
      machine.pipThatGives(wheel);
      machine.library(machine.systemFolder.resolve("libopenvino_c.so.2641"));
      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).place()).startsWith("cache");

      Path named = machine.library(machine.folder("named").resolve("libopenvino_c.so.2621"));
      machine.nativeDir = Optional.of(named.getParent());
      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isEqualTo(named);
    }

    @Test
    void thatIsNowhereIsMissedInWordsThatSayWhatToDo() {
      assertThatExceptionOfType(NativeLibraryException.class)
          .isThrownBy(() -> machine.libraries().require(NativeLibrary.OPENVINO))
          .withMessageStartingWith("OpenVINO was not found.\n  --native-dir: not given\n")
          .withMessageContainingAll(
              "neither a Python 3 with pip nor a pip",
              "By hand: put the file openvino-2026.4.1-cp311.whl",
              "system's library path: there is no libopenvino_c.so",
              "--native-dir FOLDER or AFFUT_OPENVINO_HOME");
    }

    @Test
    void isUnknownForSomePlatforms() {
      machine.wheel = Optional.empty();

      assertThat(machine.libraries().search(NativeLibrary.OPENVINO).attempts())
          .extracting(Attempt::reason)
          .anyMatch(reason -> reason.startsWith("no OpenVINO is known for"));
    }
  }

  @Nested
  class NvidiasWheels {
    private static final List<String> KEPT =
        List.of(
            "nvidia/cu13/lib/libnvrtc.so.13",
            "nvidia/cu13/lib/libnvrtc-builtins.so.13.1",
            "nvidia_cuda_nvrtc-13.1.115.dist-info/licenses/License.txt");
    private static final List<String> LEFT =
        List.of(
            "nvidia/cu13/lib/libnvrtc.alt.so.13",
            "nvidia/cu13/lib/libnvrtc_static.a",
            "nvidia/cu13/include/nvrtc.h",
            "nvidia_cuda_nvrtc-13.1.115.dist-info/RECORD");

    @BeforeEach
    void makeOne() {
      byte[] library = TestMachine.bytes(machine.library(home.resolve("made/libnvrtc.so.13")));
      Map<String, byte[]> entries = new LinkedHashMap<>();
      KEPT.forEach(name -> entries.put(name, library));
      LEFT.forEach(name -> entries.put(name, library));
      Path wheel = machine.zip("nvidia_cuda_nvrtc-13.1.115-py3.whl", entries);
      PinnedPackage thing = TestMachine.pinned(wheel);
      var pinned =
          new PinnedPackage(
              "nvidia-cuda-nvrtc",
              "13.1.115",
              thing.fileName(),
              thing.sha256(),
              thing.pipPlatforms());
      machine.nvidiasWheel = Optional.of(new PinnedWheel(pinned, 46_564_545));
      machine.pipThatGives(wheel);
    }

    @Test
    void areFetchedByNoSearch() {
      Search search = machine.libraries().search(NativeLibrary.NVRTC);

      assertThat(search.found()).isEmpty();
      assertThat(search.attempts())
          .filteredOn(attempt -> attempt.place().startsWith("cache"))
          .singleElement()
          .extracting(Attempt::reason)
          .asString()
          .endsWith(
              "nothing is there yet, and nothing is fetched now (affut setup --device cuda"
                  + " does)");
      assertThat(machine.log()).isEmpty();
    }

    @Test
    void areFetchedWhereThatIsAskedForAndFoundFromThenOn() {
      FoundLibrary fetched = machine.libraries().fetch(NativeLibrary.NVRTC);

      Path root =
          machine.cache.resolve("native/nvidia-cuda-nvrtc-13.1.115-" + machine.files.platform());
      assertThat(fetched.file()).isEqualTo(root.resolve("nvidia/cu13/lib/libnvrtc.so.13"));
      assertThat(fetched.version()).isEqualTo("13.1.115");
      assertThat(KEPT).allSatisfy(name -> assertThat(root.resolve(name)).exists());
      assertThat(LEFT).allSatisfy(name -> assertThat(root.resolve(name)).doesNotExist());
      assertThat(machine.progress).first().asString().contains("nvidia-cuda-nvrtc", "47 MB");
      machine.mayFetch = false;
      assertThat(machine.libraries().require(NativeLibrary.NVRTC)).isEqualTo(fetched);
      assertThat(machine.downloads()).hasSize(1);
    }

    @Test
    void thatCannotBeHadAreMissedInTheClientsWords() {
      machine.program("python3", "exit 1");

      assertThatExceptionOfType(NativeLibraryException.class)
          .isThrownBy(() -> machine.libraries().fetch(NativeLibrary.NVRTC))
          .withMessageStartingWith("NVRTC could not be fetched.\n  cache ")
          .withMessageContaining("AFFUT_CUDA_HOME");
    }

    @Test
    void comeAfterTheNamedFolderAndBeforeTheSystemsLibrary() {
      Path system = machine.library(machine.systemFolder.resolve("libnvrtc.so.13"));
      assertThat(machine.libraries().require(NativeLibrary.NVRTC).file()).isEqualTo(system);

      machine.libraries().fetch(NativeLibrary.NVRTC);
      assertThat(machine.libraries().require(NativeLibrary.NVRTC).place()).startsWith("cache");

      Path named = machine.library(machine.folder("named").resolve("libnvrtc.so.12"));
      machine.environment.put("AFFUT_CUDA_HOME", named.getParent().toString());
      assertThat(machine.libraries().require(NativeLibrary.NVRTC).file()).isEqualTo(named);
      assertThat(machine.libraries().require(NativeLibrary.NVRTC).version()).isEqualTo("12");
    }

    @Test
    void areKnownWhereThereAreNvidiasGpus() {
      machine.nvidiasWheel = Optional.empty();

      assertThat(machine.libraries().search(NativeLibrary.NVJPEG).attempts())
          .extracting(Attempt::reason)
          .anyMatch(reason ->
              reason.startsWith("no nvJPEG is known for")
                  && reason.endsWith("(known: Linux on x86_64 and aarch64, Windows on x86_64)"));
    }
  }

  @Nested
  class TheSystem {
    @Test
    void isTheLastPlaceForOpenVino() {
      Path library = machine.library(machine.systemFolder.resolve("libopenvino_c.so.2541"));

      Search search = machine.libraries().search(NativeLibrary.OPENVINO);

      assertThat(search.found()).map(FoundLibrary::file).contains(library);
      assertThat(search.found()).map(FoundLibrary::version).contains("2025.4.1");
      assertThat(search.attempts())
          .extracting(Attempt::place)
          .containsExactly(
              "--native-dir",
              "AFFUT_OPENVINO_HOME",
              "class path (Bytedeco)",
              "cache " + machine.cache,
              "system's library path");
      assertThat(search.attempts()).filteredOn(Attempt::served).hasSize(1);
    }

    @Test
    void givesAnOlderLibraryWhereTheNewestDoesNotLoad() {
      TestMachine.write(machine.systemFolder.resolve("libopenvino_c.so.2641"), "not a library");
      Path older = machine.library(machine.systemFolder.resolve("libopenvino_c.so.2621"));

      assertThat(machine.libraries().require(NativeLibrary.OPENVINO).file()).isEqualTo(older);
    }

    @Test
    void isAskedByNameToo() {
      Optional<Path> c = LoadedFile.byName("libc.so.6", "malloc");

      assertThat(c).isPresent();
      assertThat(c.orElseThrow().getFileName().toString()).startsWith("libc");
      assertThat(c.orElseThrow()).isAbsolute();
      assertThat(LoadedFile.byName("libaffut-no-such-thing.so", "malloc")).isEmpty();
    }
  }

  @Nested
  class TheDistributionsPackage {
    private static final String DPKG =
        """
        case "$1 $3" in
          "-f Package") echo libturbojpeg0;;
          "-f Version") echo 1:2.1.5-2;;
          "-f Architecture") echo amd64;;
          "-x "*) /bin/mkdir -p "$3/usr/lib/x86_64-linux-gnu" "$3/usr/share/doc"
            /bin/cp "$LIBRARY" "$3/usr/lib/x86_64-linux-gnu/libturbojpeg.so.0"
            echo licence > "$3/usr/share/doc/copyright";;
        esac
        """;

    @BeforeEach
    void prepareDpkg() {
      Path library = machine.library(home.resolve("made/libturbojpeg.so.0"));
      machine.environment.put("LIBRARY", library.toString());
      machine.program("dpkg-deb", DPKG);
    }

    @Test
    void isUnpackedIntoTheCacheAndItsVersionRecorded() {
      machine.program("apt-get", "echo deb > libturbojpeg0_2.1.5_amd64.deb");

      FoundLibrary found = machine.libraries().require(NativeLibrary.TURBOJPEG);

      assertThat(found.version()).isEqualTo("2.1.5");
      assertThat(found.file()).startsWith(machine.cache.resolve("native"));
      assertThat(machine.downloads())
          .singleElement()
          .asString()
          .startsWith("apt-get")
          .endsWith("download libturbojpeg0");
      Path root = found.file().getParent().getParent().getParent().getParent();
      assertThat(root.resolve("package.txt")).hasContent("libturbojpeg0 1:2.1.5-2 amd64");
      assertThat(root.resolve("usr/share/doc/copyright")).exists();
      assertThat(root.resolve("work")).doesNotExist();
    }

    @Test
    void isThereTheSecondTimeWithoutAnyClient() throws IOException {
      machine.program("apt-get", "echo deb > libturbojpeg0_2.1.5_amd64.deb");
      Path first = machine.libraries().require(NativeLibrary.TURBOJPEG).file();
      Files.delete(machine.programs.resolve("apt-get"));

      FoundLibrary found = machine.libraries().require(NativeLibrary.TURBOJPEG);

      assertThat(found.file()).isEqualTo(first);
      assertThat(found.version()).isEqualTo("2.1.5");
      assertThat(found.place()).isEqualTo("cache " + machine.cache);
    }

    @Test
    void comesAfterTheSystemsLibrary() {
      machine.program("apt-get", "echo deb > libturbojpeg0_2.1.5_amd64.deb");
      Path system = machine.library(machine.systemFolder.resolve("libturbojpeg.so.0"));

      assertThat(machine.libraries().require(NativeLibrary.TURBOJPEG).file()).isEqualTo(system);
      assertThat(machine.log()).isEmpty();
    }

    @Test
    void mayHaveUbuntusName() {
      machine.program(
          "apt-get",
          """
          case "$*" in
            *"download libturbojpeg") echo deb > libturbojpeg_2.1.5_amd64.deb;;
            *) echo "E: Unable to locate package $2"; exit 100;;
          esac
          """);

      assertThat(machine.libraries().require(NativeLibrary.TURBOJPEG).file()).exists();
    }

    @Test
    void isFoundWithListsOfOurOwnWhereTheSystemHasNone() {
      machine.program(
          "apt-get",
          """
          case "$*" in
            *Dir::State::Lists=*update) echo lists > updated;;
            *Dir::State::Lists=*"download libturbojpeg0")
              [ -f updated ] && echo deb > libturbojpeg0_2.1.5_amd64.deb;;
            *) echo "E: Unable to locate package"; exit 100;;
          esac
          """);

      assertThat(machine.libraries().require(NativeLibrary.TURBOJPEG).file()).exists();
      assertThat(machine.log()).anyMatch(line -> line.endsWith("update"));
    }

    @Test
    void thatCannotBeFetchedIsMissedInTheClientsWordsAndNothingIsLeftBehind() {
      machine.program("apt-get", "echo 'Temporary failure resolving'; exit 100");

      Search search = machine.libraries().search(NativeLibrary.TURBOJPEG);

      assertThat(search.found()).isEmpty();
      assertThat(search.error()).isEmpty();
      assertThat(search.attempts().getLast().reason())
          .contains("is there a network?", "Temporary failure resolving");
      assertThat(machine.cache.resolve("native")).isEmptyDirectory();
    }

    @Test
    void isNotFetchedWhenThatIsForbidden() {
      machine.program("apt-get", "echo deb > libturbojpeg0_2.1.5_amd64.deb");
      machine.mayFetch = false;

      assertThat(machine.libraries().search(NativeLibrary.TURBOJPEG).found()).isEmpty();
      assertThat(machine.log()).isEmpty();
    }

    @Test
    void isNotLookedForOnOtherSystems() {
      Search search = machine.libraries().search(NativeLibrary.TURBOJPEG);

      assertThat(search.found()).isEmpty();
      assertThat(search.attempts().getLast().reason()).contains("no apt-get and dpkg-deb");
      assertThat(search.attempts())
          .extracting(Attempt::place)
          .containsExactly(
              "--native-dir",
              "AFFUT_TURBOJPEG_HOME",
              "cache " + machine.cache,
              "system's library path",
              "distribution's package");
    }
  }
}
