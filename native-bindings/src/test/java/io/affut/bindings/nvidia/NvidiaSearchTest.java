package io.affut.bindings.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.affut.bindings.library.BareMachine;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.SearchSettings;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.StandInTensorRt;
import io.affut.testing.gpu.StandInLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that is in the way is told at once. The CUDA runtime is a stand-in, NVRTC is NVIDIA's.
class NvidiaSearchTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path cuda;

  @BeforeEach
  void nothingIsInstalled() throws IOException {
    cuda = Files.createDirectory(folder.resolve("cuda")).toRealPath();
    environment.put("AFFUT_CUDA_HOME", cuda.toString());
  }

  @Test
  void everyLibraryThatIsMissingIsToldWithThePlaces() throws Exception {
    runtime("-DSTANDIN_DRIVER=0");

    NvidiaSearch search = search();

    assertThat(search.libraries()).isEmpty();
    assertThat(search.reasons()).hasSize(3);
    assertThat(search.reasons().get(0)).startsWith("There is no NVIDIA driver");
    assertThat(search.reasons().get(1))
        .startsWith("NVRTC was not found.\n  --native-dir: not given\n")
        .contains("it is there for CUDA", "affut setup --device cuda does");
    assertThat(search.reasons().get(2))
        .startsWith("TensorRT was not found.\n")
        .contains("AFFUT_TENSORRT_HOME: not given");
    assertThat(search.remarks())
        .singleElement()
        .asString()
        .startsWith("nvJPEG was not found, so the processor decodes every JPEG.");
    assertThat(search.searches())
        .extracting(one -> one.library())
        .containsExactly(
            NativeLibrary.CUDA, NativeLibrary.NVRTC, NativeLibrary.NVJPEG, NativeLibrary.TENSORRT);
    assertThat(search.checked()).isSameAs(search);
  }

  @Test
  void versionsAreComparedAndTold() throws Exception {
    Files.copy(CudaWheels.RUNTIME_12.library("libcudart.so.12"), cuda.resolve("libcudart.so.12"));
    Files.copy(CudaWheels.NVRTC_13.library("libnvrtc.so.13"), cuda.resolve("libnvrtc.so.13"));

    NvidiaSearch search = search();

    assertThat(search.versions()).containsEntry("NVRTC", "13.1").containsEntry("CUDA", "12.9");
    assertThat(search.reasons())
        .contains(
            "NVRTC is 13.1 and the CUDA runtime 12.9; both have to be of the same major version.");
  }

  @Test
  void aNamedFolderThatDoesNotServeIsToldAndIsAnErrorForWhoWantsItSo() throws Exception {
    runtime();
    environment.put("AFFUT_TENSORRT_HOME", folder.resolve("nowhere").toString());

    NvidiaSearch search = search();

    assertThat(search.reasons())
        .anyMatch(reason ->
            reason.startsWith("AFFUT_TENSORRT_HOME ")
                && reason.contains("does not serve for TensorRT: there is no folder"));
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(search::checked)
        .withMessageContaining("does not serve for TensorRT");
  }

  @Test
  void whereAllIsThereAndFitsAllIsLoaded() throws Exception {
    StandInTensorRt tensorRt = StandInTensorRt.fresh();
    for (String file : List.of("libnvrtc.so.13", "libnvrtc-builtins.so.13.1")) {
      Files.copy(CudaWheels.NVRTC_13.library(file), cuda.resolve(file));
    }
    Files.copy(tensorRt.gpu.cudart(), cuda.resolve("libcudart.so.13"));
    // nothing of it is called
    Files.copy(
        BareMachine.libraryWith("nvjpegGetProperty", folder), cuda.resolve("libnvjpeg.so.13"));
    environment.put("AFFUT_TENSORRT_HOME", tensorRt.folder().toString());
    SearchSettings settings =
        new SearchSettings(
            Optional.empty(), environment, CacheFolder.ofThisUser(), false, line -> {});
    NativeLedger ledger = new NativeLedger();

    NvidiaSearch search = NvidiaSearch.of(new NativeLibraries(settings), ledger);

    assertThat(search.reasons()).isEmpty();
    assertThat(search.remarks()).isEmpty();
    NvidiaLibraries libraries = search.checked().libraries().orElseThrow();
    assertThat(libraries.devices()).hasSize(1);
    assertThat(libraries.nvJpeg()).isPresent();
    assertThat(libraries.tensorRt().version()).isEqualTo("10.15.1");
    assertThat(search.versions())
        .containsExactly(
            entry("CUDA", "13.1"),
            entry("NVRTC", "13.1"),
            entry("nvJPEG", "13"),
            entry("TensorRT", "10.15.1"));
    assertThat(ledger.snapshot()).isEmpty();
  }

  private NvidiaSearch search() {
    NativeLedger ledger = new NativeLedger();
    NvidiaSearch search = NvidiaSearch.of(BareMachine.libraries(folder, environment), ledger);
    assertThat(ledger.snapshot()).isEmpty();
    return search;
  }

  /// Puts the stand-in for the CUDA runtime there, and nothing else.
  private void runtime(String... options) throws IOException, InterruptedException {
    Path all = StandInLibraries.compile(Files.createDirectory(folder.resolve("all")), options);
    Files.copy(all.resolve("libcudart.so.13"), cuda.resolve("libcudart.so.13"));
  }
}
