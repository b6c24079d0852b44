package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the files of the libraries are called on a platform, and where they lie in the folders that
/// people have.
///
/// @param platform whose names
record LibraryFiles(Platform platform) {
  private static final Pattern SHORT_VERSION = Pattern.compile("[._](2\\d)(\\d)(\\d)(\\.dylib)?$");
  private static final Pattern LONG_VERSION =
      Pattern.compile("[._](20\\d\\d)\\.(\\d+)\\.(\\d+)(\\.dylib)?$");
  private static final Pattern UNIX_VERSION = Pattern.compile("\\.so\\.(\\d+(\\.\\d+)*)$");

  private static final Pattern SIBLING =
      Pattern.compile("lib(openvino|tbb|hwloc)[\\w-]*\\.so(\\.\\d+)*");

  /// The oldest OpenVINO that has the functions that we use.
  private static final int OLDEST_OPENVINO = 2025;

  /// The files of the library in a folder, directly or in one of the layouts of wheels, archives,
  /// Bytedeco's jars and Unix packages; the newest first.
  List<Path> in(NativeLibrary library, Path folder) {
    List<Path> files = new ArrayList<>();
    for (String layout : layouts(library)) {
      files.addAll(directlyIn(library, folder.resolve(layout)));
    }
    return files;
  }

  /// The files of the library that lie in a folder itself, each once, the newest first.
  List<Path> directlyIn(NativeLibrary library, Path folder) {
    Pattern name = name(library);
    Map<Path, Path> byFile = new LinkedHashMap<>();
    Folders.list(folder).stream()
        .filter(file -> name.matcher(file.getFileName().toString()).matches())
        .filter(Files::isRegularFile)
        .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed())
        .forEach(file -> byFile.putIfAbsent(real(file), file));
    return List.copyOf(byFile.values());
  }

  /// The first of the files that loads and can be used.
  ///
  /// @param where the words for the place in the reason, such as "in it"
  Look firstThatServes(NativeLibrary library, List<Path> files, String where) {
    List<String> faults = new ArrayList<>();
    for (Path file : files) {
      String version = version(library, file);
      Optional<String> fault = fault(library, version, file);
      if (fault.isEmpty()) {
        return new Look.Hit(file, version, "found " + file);
      }
      faults.add(fault.get());
    }
    return new Look.Miss(
        faults.isEmpty()
            ? "there is no " + example(library) + " " + where
            : String.join("\n", faults));
  }

  /// Why a file cannot be used as the library, or nothing. It stays loaded.
  private Optional<String> fault(NativeLibrary library, String version, Path file) {
    if (library == NativeLibrary.OPENVINO && version.startsWith("20")) {
      int year = Integer.parseInt(version.substring(0, 4));
      if (year < OLDEST_OPENVINO) {
        return Optional.of(
            file + " is OpenVINO " + version + "; Affût needs " + OLDEST_OPENVINO + ".0 or later");
      }
    }
    if (library == NativeLibrary.OPENVINO && platform.os().equals("linux")) {
      Optional<String> cut = cutSibling(file.toAbsolutePath());
      if (cut.isPresent()) {
        return cut;
      }
    }
    try {
      LibraryLoader.open(library.title(), version, file).symbol(library.telltale());
      return Optional.empty();
    } catch (NativeLibraryException e) {
      return Optional.of(e.reason());
    }
  }

  /// Which of the libraries that OpenVINO loads from beside itself, sooner or later, is cut.
  private static Optional<String> cutSibling(Path file) {
    String ownVersion = soVersion(real(file));
    return Folders.list(file.getParent()).stream()
        .filter(sibling -> SIBLING.matcher(sibling.getFileName().toString()).matches())
        .filter(sibling -> {
          String version = soVersion(sibling);
          return version.length() < 4 || version.equals(ownVersion); // or of another OpenVINO
        })
        .filter(ElfFile::isElf)
        .map(ElfFile::fault)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// `2641` of `libopenvino.so.2641`, "" of `libopenvino.so`.
  private static String soVersion(Path file) {
    String name = file.getFileName().toString();
    int at = name.indexOf(".so.");
    return at < 0 ? "" : name.substring(at + 4);
  }

  /// The version that the name of the file tells, of NVIDIA's libraries often the first number
  /// only, or `unknown`.
  String version(NativeLibrary library, Path file) {
    String name = real(file).getFileName().toString();
    if (library.isOfNvidia()) {
      Matcher matcher = UNIX_VERSION.matcher(name);
      return matcher.find() ? matcher.group(1) : "unknown";
    }
    if (library != NativeLibrary.OPENVINO) {
      return "unknown";
    }
    Matcher matcher = LONG_VERSION.matcher(name);
    if (matcher.find()) {
      return matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
    }
    matcher = SHORT_VERSION.matcher(name);
    if (matcher.find()) {
      return "20" + matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
    }
    return "unknown";
  }

  /// The name by which the system's loader knows the library.
  List<String> systemNames(NativeLibrary library) {
    String stem = stem(library);
    if (platform.isWindows()) {
      return switch (library) {
        case OPENVINO, TURBOJPEG -> List.of(stem + ".dll");
        case CUDA, NVJPEG -> List.of(stem + "64_13.dll", stem + "64_12.dll");
        case NVRTC -> List.of(stem + "64_130_0.dll", stem + "64_120_0.dll");
        case TENSORRT -> List.of(stem + "_10.dll");
      };
    }
    if (platform.isMac()) {
      return List.of("lib" + stem + ".dylib");
    }
    return switch (library) {
      case OPENVINO -> List.of("libopenvino_c.so");
      case TURBOJPEG -> List.of("libturbojpeg.so.0", "libturbojpeg.so");
      case CUDA, NVRTC, NVJPEG ->
          List.of("lib" + stem + ".so.13", "lib" + stem + ".so.12", "lib" + stem + ".so");
      case TENSORRT -> List.of("libnvinfer.so.10");
    };
  }

  /// The name of the library's file, for messages.
  String example(NativeLibrary library) {
    return systemNames(library).getFirst();
  }

  private static String stem(NativeLibrary library) {
    return switch (library) {
      case OPENVINO -> "openvino_c";
      case TURBOJPEG -> "turbojpeg";
      case CUDA -> "cudart";
      case NVRTC -> "nvrtc";
      case NVJPEG -> "nvjpeg";
      case TENSORRT -> "nvinfer";
    };
  }

  /// Whether a file of that name is the library.
  boolean isName(NativeLibrary library, String name) {
    return name(library).matcher(name).matches();
  }

  private Pattern name(NativeLibrary library) {
    String stem = stem(library);
    if (platform.isWindows()) {
      String version =
          switch (library) {
            case OPENVINO, TURBOJPEG -> "";
            case CUDA, NVJPEG -> "64_1[23]\\d*";
            case NVRTC -> "64_1[23]\\d*_0";
            case TENSORRT -> "_10";
          };
      return Pattern.compile("(lib)?" + stem + version + "\\.dll");
    }
    if (platform.isMac()) {
      return Pattern.compile("lib" + stem + "(\\.\\d+)*\\.dylib");
    }
    String version = library == NativeLibrary.TENSORRT ? "(\\.10(\\.\\d+)*)?" : "(\\.\\d+)*";
    return Pattern.compile("lib" + stem + "\\.so" + version);
  }

  private List<String> layouts(NativeLibrary library) {
    String triplet = platform.arch() + "-linux-gnu";
    List<String> unix =
        List.of("lib", "lib64", "lib/" + triplet, "usr/lib/" + triplet, "usr/lib64", "usr/lib");
    List<String> layouts = new ArrayList<>(List.of(""));
    switch (library) {
      case OPENVINO -> {
        String arch = platform.arch().equals("aarch64") ? "arm64" : "intel64";
        layouts.addAll(
            List.of(
                "libs",
                "openvino/libs",
                "runtime/lib/" + arch,
                "runtime/lib/" + platform.arch(),
                "runtime/lib/" + arch + "/Release",
                "runtime/bin/" + arch + "/Release",
                "org/bytedeco/openvino/" + platform.bytedecoName()));
        layouts.addAll(unix);
      }
      case TURBOJPEG -> {
        layouts.addAll(unix);
        layouts.add("bin");
      }
      case CUDA, NVRTC, NVJPEG -> {
        String part = wheelPart(library);
        layouts.addAll(
            List.of(
                "nvidia/cu13/lib",
                "nvidia/cu13/bin/x86_64",
                "nvidia/" + part + "/lib",
                "nvidia/" + part + "/bin",
                part + "/lib",
                "targets/x86_64-linux/lib",
                "targets/sbsa-linux/lib",
                "org/bytedeco/cuda/" + platform.bytedecoName()));
        layouts.addAll(unix);
        layouts.addAll(List.of("bin", "bin/x64"));
      }
      case TENSORRT -> {
        layouts.addAll(
            List.of(
                "tensorrt_libs",
                "targets/x86_64-linux-gnu/lib",
                "targets/aarch64-linux-gnu/lib",
                "org/bytedeco/tensorrt/" + platform.bytedecoName()));
        layouts.addAll(unix);
        layouts.add("bin");
      }
    }
    return layouts;
  }

  /// The folder of NVIDIA's wheels of CUDA 12, which have one each.
  private static String wheelPart(NativeLibrary library) {
    return switch (library) {
      case NVRTC -> "cuda_nvrtc";
      case NVJPEG -> "nvjpeg";
      default -> "cuda_runtime";
    };
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }
}
