package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.gpu.StandInLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever asks for an NVIDIA GPU is told why there is none, with the status 5, and never given
/// another device. The machines are stand-ins, compiled for the test.
class NvidiaGpusTest {
  @TempDir Path folder;
  private InProcess affut;

  @BeforeEach
  void prepare() throws IOException {
    Files.createFile(folder.resolve("a.jpg"));
    affut = new InProcess(folder);
  }

  @ParameterizedTest
  @CsvSource({"cuda, cuda:0", "CUDA, cuda:0", "cuda:1, cuda:1", "all, all"})
  void aMachineWithoutTensorRtIsToldWhereItWasLookedFor(String word, String device)
      throws Exception {
    needsNoTensorRt();
    machine(2, 13010);

    assertThat(ask(word).errLines())
        .startsWith(sentence(device))
        .contains("  TensorRT was not found.", "    AFFUT_TENSORRT_HOME: not given")
        .noneMatch(line -> line.contains("CUDA was not found"));
  }

  @Test
  void aDeviceOfANumberThatIsNotThereIsToldTheOthers() throws Exception {
    machine(1, 13010);

    assertThat(ask("cuda:3").errLines())
        .startsWith(sentence("cuda:3"), "  CUDA finds no cuda:3, but cuda:0 (Stand-in GPU 0).");
  }

  @Test
  void aMachineWithoutADriverIsToldSo() throws Exception {
    machine(1, 0);

    assertThat(ask("cuda").errLines())
        .contains("  There is no NVIDIA driver: install it, or pass it through to the container.");
  }

  @Test
  void aMachineWithAnOldDriverIsToldBothVersions() throws Exception {
    machine(1, 11080);

    assertThat(ask("cuda").errLines())
        .anyMatch(line -> line.contains("it knows CUDA 11.8, and the runtime is 13.1"));
  }

  @Test
  void aMachineWithoutADeviceIsToldSo() throws Exception {
    machine(0, 13010);

    assertThat(ask("cuda").errLines())
        .contains("  The NVIDIA driver finds no device; CUDA_VISIBLE_DEVICES may hide it.");
  }

  @Test
  void aMachineWithoutCudaIsToldEveryPlaceAndHowToGetIt() {
    Ended ended = ask("cuda");
    Assumptions.assumeTrue(
        ended.err().contains("CUDA was not found"), "this machine has a CUDA runtime");

    assertThat(ended.errLines())
        .startsWith(sentence("cuda:0"), "  CUDA was not found.")
        .contains("    --native-dir: not given", "    AFFUT_CUDA_HOME: not given")
        .anyMatch(
            line -> line.startsWith("    class path (Bytedeco): no jar with org/bytedeco/cuda/"))
        .anyMatch(line -> line.startsWith("    system's library path: there is no libcudart.so.13"))
        .anyMatch(line -> line.startsWith("  Install NVIDIA's driver and its CUDA runtime"));
  }

  @Test
  void aFolderThatDoesNotServeIsAnErrorOfTheLibrary() throws Exception {
    affut.environment("AFFUT_CUDA_HOME", folder);

    assertThat(affut.run("run", "a.jpg", "--device", "cuda").with(3).firstSentence())
        .contains("AFFUT_CUDA_HOME " + folder, "does not serve for CUDA");
  }

  /// A folder that does not serve would end the run with 3; that the empty file is no picture ends
  /// it with 1.
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "auto"})
  void otherDevicesDoNotTouchCuda(String device) {
    InProcess.installed();
    affut.environment("AFFUT_CUDA_HOME", "/nowhere");

    assertThat(affut.run("run", "a.jpg", "--device", device).with(1).err()).doesNotContain("CUDA");
  }

  @Test
  void theDoctorShowsTheDevicesAndWhatIsMissing() throws Exception {
    needsNoTensorRt();
    machine(1, 13010);

    assertThat(affut.run("doctor").out())
        .containsPattern("(?m)^CUDA$")
        .containsPattern("runtime +13\\.1")
        .containsPattern("driver +for CUDA 13\\.1")
        .containsPattern(
            "cuda:0 +Stand-in GPU 0; compute capability 8\\.9, 24 multiprocessors, 1024 of 1024 MB free")
        .containsPattern("(?s)NVIDIA's GPUs.*use +TensorRT was not found");
  }

  @Test
  void theDoctorSaysLittleWhereThereIsNothingUnlessAsked() {
    String plain = affut.run("doctor").out();
    Assumptions.assumeTrue(
        plain.contains("no NVIDIA driver, nothing of CUDA"), "this machine has CUDA or its driver");
    assertThat(plain).doesNotContain("libcudart");

    assertThat(affut.run("doctor", "--device", "cuda").out())
        .containsPattern("not found +AFFUT_CUDA_HOME: not given")
        .containsPattern("(?s)NVIDIA's GPUs.*use +CUDA was not found");
  }

  @Test
  void theDoctorShowsWhatStandsInTheWay() throws Exception {
    machine(1, 0);

    assertThat(affut.run("doctor").out()).containsPattern("no GPU +There is no NVIDIA driver");
  }

  @Test
  void whoeverLetsAffutChooseIsToldOfADriverThatIsThere() throws Exception {
    assertThat(NvidiaGpus.hint(folder)).isEmpty();
    Files.createFile(
        Files.createDirectories(folder.resolve("proc/driver/nvidia")).resolve("version"));

    assertThat(NvidiaGpus.hint(folder))
        .contains(
            "There is an NVIDIA driver here: --device cuda computes on the GPU. auto takes the"
                + " processor, since this was never verified on a GPU.");
  }

  /// With the profile gpu it is on the class path.
  private static void needsNoTensorRt() {
    String library = "org/bytedeco/tensorrt/linux-x86_64/libnvinfer.so.10";
    Assumptions.assumeTrue(
        ClassLoader.getSystemResource(library) == null, "TensorRT is on the class path");
  }

  private Ended ask(String device) {
    return affut.run("run", "a.jpg", "--device", device).with(5);
  }

  private static String sentence(String word) {
    return "affut: The device %s is not there. Choose auto, cpu, gpu or npu with --device."
        .formatted(word);
  }

  /// A machine with so many devices and a driver for that version of CUDA; it is a library of its
  /// own, since libraries stay loaded.
  private void machine(int devices, int driver) throws Exception {
    Path home = Files.createDirectory(folder.resolve("cuda")).toRealPath();
    StandInLibraries.compile(home, "-DSTANDIN_DEVICES=" + devices, "-DSTANDIN_DRIVER=" + driver);
    affut.environment("AFFUT_CUDA_HOME", home);
  }
}
