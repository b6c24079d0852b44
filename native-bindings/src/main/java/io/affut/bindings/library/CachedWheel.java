package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A library in Affût's own cache, fetched as a wheel when it is not there yet and that is allowed.
/// Only what Affût needs of the wheel is unpacked: of OpenVINO the runtime, its processors'
/// plugins, the readers of model files and the threading library; of NVIDIA's the libraries
/// themselves; of all the licences.
///
/// @param library not libturbojpeg, of which there is no wheel
/// @param files the names of the library's files
/// @param pinned the wheel of this platform, where there is one
/// @param settings the cache, and who is told what is fetched
/// @param mayFetch whether it is fetched
record CachedWheel(
    NativeLibrary library,
    LibraryFiles files,
    Optional<PinnedWheel> pinned,
    SearchSettings settings,
    boolean mayFetch)
    implements Place {
  /// Of `openvino/libs`: import libraries (`.lib`) and pkg-config files are for compilers.
  private static final Pattern OPENVINO =
      Pattern.compile(
          "openvino/libs/(lib)?("
              + "openvino(_c)?"
              + "|openvino_(intel_cpu|arm_cpu|intel_gpu|auto|auto_batch)_plugin"
              + "|openvino_intel_npu_\\w+"
              + "|openvino_(ir|onnx|tensorflow_lite)_frontend"
              + "|tbb\\w*"
              + "|hwloc"
              + ")\\.(so|dll|dylib|\\d+\\.dylib)(\\.\\d+)*"
              + "|openvino/libs/cache\\.json");

  private static final Pattern NVIDIA =
      Pattern.compile(
          "nvidia/cu13/lib/lib(cudart|nvrtc|nvrtc-builtins|nvjpeg)\\.so(\\.\\d+)*"
              + "|nvidia/cu13/bin/x86_64/(cudart|nvrtc|nvrtc-builtins|nvjpeg)64_[\\d_]+\\.dll");

  private static final Pattern LICENCES = Pattern.compile("[^/]+\\.dist-info/licenses/.+");

  @Override
  public String name() {
    return "cache " + settings.cache();
  }

  @Override
  public Look look() {
    if (pinned.isEmpty()) {
      String known =
          library == NativeLibrary.OPENVINO
              ? "Linux on x86_64 and aarch64, Windows on x86_64, macOS on aarch64"
              : "Linux on x86_64 and aarch64, Windows on x86_64";
      return new Look.Miss(
          "no %s is known for %s (known: %s)".formatted(library.title(), files.platform(), known));
    }
    PinnedPackage wheel = pinned.get().wheel();
    var folder =
        new CachedFolder(
            settings.cache().toAbsolutePath(),
            "native/" + wheel.name() + "-" + wheel.version() + "-" + files.platform());
    Optional<String> fault = folder.fault();
    if (fault.isEmpty()) {
      return inside(folder);
    }
    if (!mayFetch) {
      String setup =
          library == NativeLibrary.OPENVINO ? "affut setup" : "affut setup --device cuda";
      return new Look.Miss(
          "%s: %s, and nothing is fetched now (%s does)"
              .formatted(folder.path(), fault.get(), setup));
    }
    try {
      folder.filled(settings.progress(), empty -> fetch(wheel, empty));
      return inside(folder);
    } catch (PackageClientException e) {
      return new Look.Miss(e.getMessage());
    } catch (IOException e) {
      return new Look.Miss("it cannot be filled: " + e);
    }
  }

  private Look inside(CachedFolder folder) {
    Look look = files.firstThatServes(library, files.in(library, folder.path()), "in it");
    return library.isOfNvidia() && look instanceof Look.Hit(Path file, _, String reason)
        ? new Look.Hit(file, pinned.orElseThrow().wheel().version(), reason)
        : look;
  }

  private void fetch(PinnedPackage wheel, Path empty) throws IOException {
    var clients = new PackageClients(settings.cache(), settings.environment(), settings.progress());
    Path file = clients.wheel(wheel, "", pinned.orElseThrow().bytes());
    int count = Archive.unpack(file, empty, CachedWheel::isWanted);
    if (files.in(library, empty).isEmpty()) {
      throw new IOException(file + " has no " + files.example(library));
    }
    clients.discard(wheel);
    settings
        .progress()
        .accept("Unpacked %d files of %s %s.".formatted(count, library.title(), wheel.version()));
  }

  static boolean isWanted(String entry) {
    return Stream.of(OPENVINO, NVIDIA, LICENCES)
        .anyMatch(wanted -> wanted.matcher(entry).matches());
  }
}
