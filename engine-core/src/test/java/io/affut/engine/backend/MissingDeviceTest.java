package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingDeviceTest {
  /// What OpenVINO 2026.4.1 says where there is no OpenCL at all.
  private static final String NO_OPENCL =
      """
      Exception from src/inference/src/cpp/core.cpp:268:
      Cannot load library "/somewhere/libopenvino_intel_gpu_plugin.so": libOpenCL.so.1: cannot open shared object file: No such file or directory

      """;

  private static final String NOT_REGISTERED =
      """
      Exception from src/inference/src/dev/core_impl.cpp:706:
      Device with "NPU" name is not registered in the OpenVINO Runtime
      """;

  @TempDir private Path root;

  private List<String> gpu(Optional<String> failure) {
    return new MissingDevice("Linux", root).reasons(OpenVinoDevice.GPU, failure);
  }

  private List<String> npu() {
    return new MissingDevice("Linux", root).reasons(OpenVinoDevice.NPU, Optional.empty());
  }

  private Path file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void aLinuxWithoutAnythingLacksAllThatGraphicsNeed() {
    assertThat(gpu(Optional.of(NO_OPENCL)))
        .containsExactly(
            "OpenVINO's plugin for it does not load: libOpenCL.so.1 is missing (package"
                + " ocl-icd-libopencl1 of Debian and Ubuntu, ocl-icd of Arch).",
            "There is no /dev/dri/renderD*: Linux drives no graphics here, or this container is"
                + " not given them.",
            "Intel's OpenCL driver is not installed: package intel-opencl-icd of Debian and"
                + " Ubuntu, intel-compute-runtime of Fedora and Arch.");
  }

  @Test
  void graphicsOfAnotherMakeAreNotIntels() throws Exception {
    file("dev/dri/renderD128", "");
    file("sys/class/drm/renderD128/device/vendor", "0x10de\n");
    file("etc/OpenCL/vendors/intel.icd", "/usr/lib/intel-opencl/libigdrcl.so\n");
    assertThat(gpu(Optional.empty()))
        .containsExactly(
            "OpenVINO's plugin for it loads and finds none.",
            "None of the graphics here is Intel's.");
  }

  @Test
  void whereAllSeemsThereOnlyThePluginsWordIsLeft() throws Exception {
    file("dev/dri/renderD128", "");
    file("sys/class/drm/renderD128/device/vendor", "0x8086\n");
    file("etc/OpenCL/vendors/intel.icd", "libigdrcl.so");
    assertThat(gpu(Optional.of("first\nit is broken")))
        .containsExactly("OpenVINO's plugin for it does not load: it is broken");
  }

  @Test
  void aLinuxWithoutAnythingLacksAllThatANeuralProcessorNeeds() {
    assertThat(npu())
        .hasSize(4)
        .anyMatch(reason -> reason.contains("/dev/accel/accel*"))
        .anyMatch(reason -> reason.startsWith("libze_loader.so.1 is missing"))
        .anyMatch(reason -> reason.contains("intel-level-zero-npu"));
  }

  @Test
  void whatANeuralProcessorHasIsNotAskedFor() throws Exception {
    file("dev/accel/accel0", "");
    file("usr/lib/x86_64-linux-gnu/libze_loader.so.1", "");
    file("usr/lib64/libze_intel_npu.so.1", "");
    assertThat(npu()).containsExactly("OpenVINO's plugin for it loads and finds none.");
  }

  @Test
  void anOpenVinoWithoutThePluginSaysNothingElse() {
    for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
      assertThat(
              new MissingDevice(system, root)
                  .reasons(OpenVinoDevice.NPU, Optional.of(NOT_REGISTERED)))
          .containsExactly("This OpenVINO has no plugin for it.");
    }
  }

  @Test
  void windowsNeedsIntelsDrivers() {
    var windows = new MissingDevice("Windows 11", root);
    assertThat(windows.reasons(OpenVinoDevice.GPU, Optional.empty()))
        .endsWith("It needs Intel's graphics driver for Windows.");
    assertThat(windows.reasons(OpenVinoDevice.NPU, Optional.empty()))
        .endsWith("It needs Intel's NPU driver for Windows.");
  }
}
