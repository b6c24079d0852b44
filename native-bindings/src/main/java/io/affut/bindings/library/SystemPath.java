package io.affut.bindings.library;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is installed: the library that the system's loader finds by name, else one in the usual
/// folders.
///
/// @param library what is looked for
/// @param files the names of its files
/// @param byName whether to ask the system's loader
/// @param folders the usual folders
record SystemPath(NativeLibrary library, LibraryFiles files, boolean byName, List<Path> folders)
    implements Place {
  /// The system as it is.
  static SystemPath of(NativeLibrary library, LibraryFiles files, Map<String, String> environment) {
    return new SystemPath(library, files, true, usualFolders(files.platform(), environment));
  }

  @Override
  public String name() {
    return "system's library path";
  }

  @Override
  public Look look() {
    List<String> reasons = new ArrayList<>();
    if (byName) {
      for (String name : files.systemNames(library)) {
        Optional<Path> file = LoadedFile.byName(name, library.telltale());
        if (file.isPresent()) {
          Look look = files.firstThatServes(library, List.of(file.get()), "there");
          switch (look) {
            case Look.Miss(String reason) -> reasons.add(reason);
            case Look.Hit hit -> {
              return hit;
            }
            case Look.Refusal refusal -> {
              return refusal;
            }
          }
        }
      }
    }
    List<Path> candidates =
        folders.stream()
            .flatMap(folder ->
                folder.startsWith("/opt")
                    ? files.in(library, folder).stream()
                    : files.directlyIn(library, folder).stream())
            .toList();
    Look look = files.firstThatServes(library, candidates, "in the system's library folders");
    if (look instanceof Look.Miss(String reason) && !reasons.isEmpty()) {
      reasons.add(reason);
      return new Look.Miss(String.join("\n", reasons));
    }
    return look;
  }

  private static List<Path> usualFolders(Platform platform, Map<String, String> environment) {
    if (platform.isWindows()) {
      return Stream.concat(
              paths(environment.getOrDefault("PATH", environment.getOrDefault("Path", ""))),
              Stream.of(Path.of("C:\\libjpeg-turbo64\\bin")))
          .toList();
    }
    if (platform.isMac()) {
      return Stream.concat(
              paths(environment.getOrDefault("DYLD_LIBRARY_PATH", "")),
              paths("/opt/homebrew/lib:/opt/homebrew/opt/jpeg-turbo:/usr/local/lib"))
          .toList();
    }
    String triplet = platform.arch() + "-linux-gnu";
    return Stream.of(
            paths(environment.getOrDefault("LD_LIBRARY_PATH", "")),
            paths("/usr/local/lib:/usr/lib/" + triplet + ":/lib/" + triplet),
            paths("/usr/lib64:/lib64:/usr/lib:/lib:/opt/libjpeg-turbo"),
            paths("/usr/local/cuda/lib64:/opt/cuda"),
            Folders.list(Path.of("/opt/intel")).stream()
                .filter(folder -> folder.getFileName().toString().startsWith("openvino")))
        .flatMap(paths -> paths)
        .toList();
  }

  private static Stream<Path> paths(String list) {
    return Stream.of(list.split(File.pathSeparator))
        .filter(path -> !path.isBlank())
        .flatMap(path -> {
          try {
            return Stream.of(Path.of(path));
          } catch (InvalidPathException e) {
            return Stream.empty();
          }
        });
  }
}
