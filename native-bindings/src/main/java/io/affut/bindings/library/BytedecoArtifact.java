package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// OpenVINO out of a Bytedeco jar on the class path or module path. The jar's libraries are
/// unpacked whole, since they need each other, into a folder of the cache with the jar's name.
///
/// @param files the names of the library's files
/// @param loader where the jar would be seen
/// @param searchPath the class path and module path, for jars that do not list their folders
/// @param cache Affût's cache
/// @param progress is told when something is unpacked
record BytedecoArtifact(
    LibraryFiles files,
    ClassLoader loader,
    String searchPath,
    Path cache,
    Consumer<String> progress)
    implements Place {
  @Override
  public String name() {
    return "class path (Bytedeco)";
  }

  @Override
  public Look look() {
    PresetJars jars = new PresetJars("openvino", files.platform(), loader, searchPath);
    String folder = jars.folder();
    List<String> reasons = new ArrayList<>();
    try {
      for (Path root : jars.roots()) {
        Path base =
            Files.isDirectory(root) ? root : jars.unpacked(root, cache, progress, _ -> true);
        Look look =
            files.firstThatServes(NativeLibrary.OPENVINO, inside(base, folder), "in " + root);
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
    List<Path> found = files.directlyIn(NativeLibrary.OPENVINO, base.resolve(folder));
    return found.isEmpty() ? files.directlyIn(NativeLibrary.OPENVINO, base) : found;
  }
}
