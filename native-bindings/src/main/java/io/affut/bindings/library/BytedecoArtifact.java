package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A library out of a Bytedeco jar on the class path or module path, unpacked into a folder of the
/// cache with the jar's name. OpenVINO's libraries are unpacked whole, since they need each other;
/// of CUDA's gigabytes only the runtime, NVRTC and nvJPEG, which need none of them; of TensorRT
/// what builds and runs networks.
///
/// @param library not libturbojpeg, of which there is no jar
/// @param files the names of the library's files
/// @param loader where the jar would be seen
/// @param searchPath the class path and module path, for jars that do not list their folders
/// @param cache Affût's cache
/// @param progress is told when something is unpacked
record BytedecoArtifact(
    NativeLibrary library,
    LibraryFiles files,
    ClassLoader loader,
    String searchPath,
    Path cache,
    Consumer<String> progress)
    implements Place {
  private static final List<NativeLibrary> CUDA =
      List.of(NativeLibrary.CUDA, NativeLibrary.NVRTC, NativeLibrary.NVJPEG);

  @Override
  public String name() {
    return "class path (Bytedeco)";
  }

  @Override
  public Look look() {
    PresetJars jars = new PresetJars(artifact(), files.platform(), loader, searchPath);
    String folder = jars.folder();
    List<String> reasons = new ArrayList<>();
    try {
      for (Path root : jars.roots()) {
        if (!Files.isDirectory(root) && !jars.hasFile(root, this::isLibrary)) {
          reasons.add("there is no " + files.example(library) + " in " + root);
          continue;
        }
        Path base =
            Files.isDirectory(root) ? root : jars.unpacked(root, cache, progress, this::isWanted);
        Look look = files.firstThatServes(library, inside(base, folder), "in " + root);
        switch (look) {
          case Look.Miss(String reason) -> reasons.add(reason);
          case Look.Hit(Path file, String version, _) -> {
            return new Look.Hit(file, version, "found " + file + " of " + root.getFileName());
          }
          case Look.Refusal refusal -> {
            return refusal;
          }
        }
      }
    } catch (IOException e) {
      reasons.add("it could not be unpacked into " + cache + ": " + e);
    }
    return new Look.Miss(
        reasons.isEmpty() ? "no jar with " + folder + " there" : String.join("\n", reasons));
  }

  private List<Path> inside(Path base, String folder) {
    List<Path> found = files.directlyIn(library, base.resolve(folder));
    return found.isEmpty() ? files.directlyIn(library, base) : found;
  }

  /// What Bytedeco calls the library's artifact.
  private String artifact() {
    return switch (library) {
      case OPENVINO -> "openvino";
      case CUDA, NVRTC, NVJPEG -> "cuda";
      case TENSORRT -> "tensorrt";
      case TURBOJPEG -> throw new IllegalStateException("there is no jar of libturbojpeg");
    };
  }

  private boolean isLibrary(String entry) {
    return files.isName(library, name(entry));
  }

  /// The three of CUDA share a folder.
  private boolean isWanted(String entry) {
    String name = name(entry);
    return switch (library) {
      case OPENVINO, TURBOJPEG -> true;
      case CUDA, NVRTC, NVJPEG ->
          CUDA.stream().anyMatch(one -> files.isName(one, name))
              || name.matches("(lib)?nvrtc-builtins.*");
      case TENSORRT ->
          isLibrary(entry) || name.matches("(lib)?nv(onnxparser|infer_builder_resource).*");
    };
  }

  private static String name(String entry) {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }
}
