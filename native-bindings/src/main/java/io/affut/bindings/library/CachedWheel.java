package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// OpenVINO in Affût's own cache, fetched as a wheel when it is not there yet. Only what Affût
/// needs of the wheel is unpacked: the runtime, its processors' plugins, the readers of model
/// files, the threading library, and the licences.
///
/// @param files the names of the library's files
/// @param pinned the wheel of this platform, where there is one
/// @param settings the cache, and whether fetching is allowed
record CachedWheel(LibraryFiles files, Optional<PinnedWheel> pinned, SearchSettings settings)
    implements Place {
  /// Of `openvino/libs`: import libraries (`.lib`) and pkg-config files are for compilers.
  private static final Pattern NEEDED =
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

  private static final Pattern LICENCES = Pattern.compile("openvino-[^/]+\\.dist-info/licenses/.+");

  @Override
  public String name() {
    return "cache " + settings.cache();
  }

  @Override
  public Look look() {
    if (pinned.isEmpty()) {
      return new Look.Miss(
          "no OpenVINO is known for "
              + files.platform()
              + " (known: Linux on x86_64 and aarch64, Windows on x86_64, macOS on aarch64)");
    }
    PinnedPackage wheel = pinned.get().wheel();
    var folder =
        new CachedFolder(
            settings.cache().toAbsolutePath(),
            "native/openvino-" + wheel.version() + "-" + files.platform());
    Optional<String> fault = folder.fault();
    if (fault.isEmpty()) {
      return inside(folder);
    }
    if (!settings.mayFetch()) {
      return new Look.Miss(
          folder.path() + ": " + fault.get() + ", and nothing is fetched now (affut setup does)");
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
    return files.firstThatServes(
        NativeLibrary.OPENVINO, files.in(NativeLibrary.OPENVINO, folder.path()), "in it");
  }

  private void fetch(PinnedPackage wheel, Path empty) throws IOException {
    var clients = new PackageClients(settings.cache(), settings.environment(), settings.progress());
    Path file = clients.wheel(wheel, "", pinned.orElseThrow().bytes());
    int count = Archive.unpack(file, empty, CachedWheel::isWanted);
    if (files.in(NativeLibrary.OPENVINO, empty).isEmpty()) {
      throw new IOException(file + " has no " + files.example(NativeLibrary.OPENVINO));
    }
    clients.discard(wheel);
    settings.progress().accept("Unpacked " + count + " files of OpenVINO " + wheel.version() + ".");
  }

  static boolean isWanted(String entry) {
    return NEEDED.matcher(entry).matches() || LICENCES.matcher(entry).matches();
  }
}
