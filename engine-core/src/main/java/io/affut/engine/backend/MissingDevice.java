package io.affut.engine.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Why OpenVINO finds none of Intel's graphics or neural processors, and what to do.
///
/// @param system the system's name, as Java has it in `os.name`
/// @param root of the file system
record MissingDevice(String system, Path root) {
  private static final Pattern LIBRARY =
      Pattern.compile("(?m)(\\S+\\.so[.\\d]*): cannot open shared object file");

  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "lib/x86_64-linux-gnu",
          "usr/lib64",
          "lib64",
          "usr/lib",
          "usr/local/lib",
          "usr/local/lib64");

  /// The machine that this runs on.
  static MissingDevice here() {
    return new MissingDevice(System.getProperty("os.name"), Path.of("/"));
  }

  /// A sentence for each thing that stands in the way.
  ///
  /// @param failure what OpenVINO says when its plugin for the device is asked for devices; nothing
  ///   when that finds none
  List<String> reasons(OpenVinoDevice device, Optional<String> failure) {
    List<String> reasons = new ArrayList<>();
    if (failure.filter(text -> text.contains("is not registered")).isPresent()) {
      return List.of("This OpenVINO has no plugin for it.");
    }
    reasons.add(
        failure
            .map(text -> "OpenVINO's plugin for it does not load: " + fault(text))
            .orElse("OpenVINO's plugin for it loads and finds none."));
    if (system.startsWith("Windows")) {
      reasons.add(
          device == OpenVinoDevice.NPU
              ? "It needs Intel's NPU driver for Windows."
              : "It needs Intel's graphics driver for Windows.");
    } else if (system.equals("Linux")) {
      reasons.addAll(device == OpenVinoDevice.NPU ? npuOnLinux() : gpuOnLinux());
    }
    return reasons;
  }

  private static String fault(String text) {
    Matcher missing = LIBRARY.matcher(text);
    if (missing.find()) {
      String library = missing.group(1);
      return library
          + " is missing"
          + (library.startsWith("libOpenCL")
              ? " (package ocl-icd-libopencl1 of Debian and Ubuntu, ocl-icd of Arch)."
              : ".");
    }
    return text.strip().lines().toList().getLast();
  }

  private List<String> gpuOnLinux() {
    List<String> reasons = new ArrayList<>();
    List<Path> nodes = in("dev/dri", "renderD\\d+");
    List<Path> intels =
        nodes.stream()
            .filter(node -> isIntels(root.resolve("sys/class/drm").resolve(node.getFileName())))
            .toList();
    if (nodes.isEmpty()) {
      reasons.add(
          "There is no /dev/dri/renderD*: Linux drives no graphics here, or this container is not"
              + " given them.");
    } else if (intels.isEmpty()) {
      reasons.add("None of the graphics here is Intel's.");
    }
    closed(intels).ifPresent(reasons::add);
    boolean driver =
        in("etc/OpenCL/vendors", ".*\\.icd").stream()
            .anyMatch(file -> text(file).contains("igdrcl"));
    if (!driver) {
      reasons.add(
          "Intel's OpenCL driver is not installed: package intel-opencl-icd of Debian and Ubuntu,"
              + " intel-compute-runtime of Fedora and Arch.");
    }
    return reasons;
  }

  private List<String> npuOnLinux() {
    List<String> reasons = new ArrayList<>();
    List<Path> nodes = in("dev/accel", "accel\\d+");
    if (nodes.isEmpty()) {
      reasons.add(
          "There is no /dev/accel/accel*: Linux (6.6 or later, module intel_vpu) drives no neural"
              + " processor here, or this container is not given it.");
    }
    closed(nodes).ifPresent(reasons::add);
    if (!hasLibrary("libze_loader.so.1")) {
      reasons.add(
          "libze_loader.so.1 is missing: package libze1 of Debian and Ubuntu, level-zero-loader of"
              + " Arch.");
    }
    if (!hasLibrary("libze_intel_npu.so.1") && !hasLibrary("libze_intel_vpu.so.1")) {
      reasons.add(
          "Intel's driver libze_intel_npu.so.1 is not installed: packages intel-fw-npu,"
              + " intel-level-zero-npu and intel-driver-compiler-npu of Intel's linux-npu-driver.");
    }
    return reasons;
  }

  private static Optional<String> closed(List<Path> nodes) {
    return nodes.stream()
        .filter(node -> !Files.isReadable(node) || !Files.isWritable(node))
        .findFirst()
        .map(node ->
            "This user may not open %s: sudo usermod -a -G render %s, and log in again."
                .formatted(node, System.getProperty("user.name")));
  }

  private boolean isIntels(Path card) {
    return text(card.resolve("device/vendor")).strip().equals("0x8086");
  }

  private boolean hasLibrary(String name) {
    return LIBRARY_FOLDERS.stream().anyMatch(folder -> Files.exists(root.resolve(folder, name)));
  }

  private List<Path> in(String folder, String name) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries.filter(e -> e.getFileName().toString().matches(name)).sorted().toList();
    } catch (IOException e) {
      return List.of(); // it is not there
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
