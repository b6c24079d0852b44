package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, linux-x86_64",
    "Linux, aarch64, linux-aarch64, linux-arm64",
    "Windows 11, amd64, windows-x86_64, windows-x86_64",
    "Mac OS X, aarch64, macos-aarch64, macosx-arm64",
    "Mac OS X, x86_64, macos-x86_64, macosx-x86_64",
    "FreeBSD, riscv64, freebsd-riscv64, freebsd-riscv64"
  })
  void isNamedAsTheLibrariesOfItAre(String os, String arch, String name, String bytedeco) {
    Platform platform = Platform.of(os, arch);

    assertThat(platform).hasToString(name);
    assertThat(platform.bytedecoName()).isEqualTo(bytedeco);
  }

  @ParameterizedTest
  @CsvSource({"linux-x86_64", "linux-aarch64", "windows-x86_64", "macos-aarch64"})
  void aWheelIsPinnedForEachPlatformThatWePrepare(String name) {
    String[] parts = name.split("-");
    PinnedWheel pinned =
        PinnedWheel.of(NativeLibrary.OPENVINO, new Platform(parts[0], parts[1])).orElseThrow();

    assertThat(pinned.wheel().name()).isEqualTo("openvino");
    assertThat(pinned.wheel().fileName())
        .startsWith("openvino-" + pinned.wheel().version() + "-")
        .endsWith(pinned.wheel().pipPlatforms().getFirst() + ".whl");
    assertThat(pinned.bytes()).isGreaterThan(10_000_000);
  }

  /// All of one CUDA, 13.1, whose nvJPEG counts for itself.
  @ParameterizedTest
  @CsvSource({
    "CUDA, nvidia-cuda-runtime, 13.1.",
    "NVRTC, nvidia-cuda-nvrtc, 13.1.",
    "NVJPEG, nvidia-nvjpeg, 13.0."
  })
  void nvidiasWheelsArePinnedWhereThereAreNvidiasGpus(
      NativeLibrary library, String name, String version) {
    for (String platform : List.of("linux-x86_64", "linux-aarch64", "windows-x86_64")) {
      String[] parts = platform.split("-");
      PinnedWheel pinned = PinnedWheel.of(library, new Platform(parts[0], parts[1])).orElseThrow();

      assertThat(pinned.wheel().name()).isEqualTo(name);
      assertThat(pinned.wheel().version()).startsWith(version);
      assertThat(pinned.wheel().fileName())
          .startsWith(name.replace('-', '_') + "-" + pinned.wheel().version() + "-")
          .contains(pinned.wheel().pipPlatforms().getFirst());
      assertThat(pinned.bytes()).isBetween(2_000_000L, 50_000_000L);
    }
    assertThat(PinnedWheel.of(library, new Platform("macos", "aarch64"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia/cu13/lib/libcudart.so.13, true",
    "nvidia/cu13/lib/libnvrtc-builtins.so.13.1, true",
    "nvidia/cu13/bin/x86_64/cudart64_13.dll, true",
    "nvidia/cu13/bin/x86_64/nvrtc64_130_0.dll, true",
    "nvidia/cu13/bin/x86_64/nvrtc-builtins64_131.dll, true",
    "nvidia/cu13/bin/x86_64/nvjpeg64_13.dll, true",
    "nvidia/cu13/lib/x64/cudart_static.lib, false",
    "nvidia/cu13/include/nvrtc.h, false",
  })
  void ofNvidiasWheelsTheLibrariesAreUnpacked(String entry, boolean wanted) {
    assertThat(CachedWheel.isWanted(entry)).isEqualTo(wanted);
  }
}
