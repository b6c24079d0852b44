package io.affut.bindings.library;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder that the user names. It serves, or the search ends with an error: whoever names a
/// folder means it.
///
/// @param library what is looked for
/// @param files the names of its files
/// @param option how the user names it: `--native-dir` or an environment variable
/// @param folder the folder, where one is named
/// @param forAll whether the folder may be there for another library only
record NamedFolder(
    NativeLibrary library,
    LibraryFiles files,
    String option,
    Optional<String> folder,
    boolean forAll)
    implements Place {
  @Override
  public String name() {
    return folder.map(path -> option + " " + path).orElse(option);
  }

  @Override
  public Look look() {
    if (folder.isEmpty()) {
      return new Look.Miss("not given");
    }
    Path path;
    try {
      path = Path.of(folder.get()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return new Look.Refusal("this system can have no folder of that name: " + e.getReason());
    }
    if (!Files.isDirectory(path)) {
      return new Look.Refusal(
          Files.exists(path) ? path + " is not a folder" : "there is no folder " + path);
    }
    if (!Files.isReadable(path)) {
      return new Look.Refusal(path + " cannot be read");
    }
    Look look = files.firstThatServes(library, files.in(library, path), "in it");
    if (!(look instanceof Look.Miss(String reason))) {
      return look;
    }
    if (forAll && files.in(library, path).isEmpty()) {
      for (NativeLibrary other : NativeLibrary.values()) {
        if (other != library && !files.in(other, path).isEmpty()) {
          return new Look.Miss(reason + "; it is there for " + other.title());
        }
      }
    }
    return new Look.Refusal(reason);
  }
}
