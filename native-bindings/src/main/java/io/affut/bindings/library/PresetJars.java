package io.affut.bindings.library;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The jars on the class path and the module path that hold the native libraries of one of
/// Bytedeco's presets.
///
/// @param preset its name, such as `openvino`
/// @param platform whose libraries are wanted
/// @param loader where the jars would be seen
/// @param searchPath the class path and module path, for jars that do not list their folders, and
///   for modules that nothing requires
record PresetJars(String preset, Platform platform, ClassLoader loader, String searchPath) {
  /// Whether a file of a jar is a library, and not one of the programs that some presets bring.
  static boolean isLibrary(String entry) {
    String name = entry.substring(entry.lastIndexOf('/') + 1);
    return name.endsWith(".dll") || name.endsWith(".dylib") || name.matches(".*\\.so(\\.[0-9]+)*");
  }

  /// Whether a file of a jar is one of the preset's own, which Java calls.
  static boolean isGlue(String entry) {
    return isLibrary(entry) && entry.substring(entry.lastIndexOf('/') + 1).matches("(lib)?jni.*");
  }

  /// Where in such a jar the libraries lie, such as `org/bytedeco/openvino/linux-x86_64/`.
  String folder() {
    return "org/bytedeco/" + preset + "/" + platform.bytedecoName() + "/";
  }

  /// The jars that have the folder, and such folders themselves where a jar lies unpacked.
  Set<Path> roots() throws IOException {
    Set<Path> roots = new LinkedHashSet<>();
    for (URL url : Collections.list(loader.getResources(folder()))) {
      try {
        if (url.getProtocol().equals("file")) {
          roots.add(Path.of(url.toURI()));
        } else if (url.openConnection() instanceof JarURLConnection jar) {
          URI uri = jar.getJarFileURL().toURI();
          if ("file".equals(uri.getScheme())) {
            roots.add(Path.of(uri));
          }
        }
      } catch (URISyntaxException | IllegalArgumentException e) {
        throw new IOException(url + " is no place of a file", e);
      }
    }
    for (String entry : searchPath.split(File.pathSeparator)) {
      if (entry.isBlank()) {
        continue;
      }
      try {
        addJars(Path.of(entry), roots);
      } catch (InvalidPathException e) {
        continue; // not a file of this system
      }
    }
    return roots;
  }

  /// An entry of the module path may be a folder of jars.
  private void addJars(Path entry, Set<Path> roots) throws IOException {
    if (Files.isDirectory(entry)) {
      for (Path file : Folders.list(entry)) {
        addJar(file, roots);
      }
    } else {
      addJar(entry, roots);
    }
  }

  /// What others make and the preset only needs is in a jar of its own where it is large: `redist`.
  private void addJar(Path file, Set<Path> roots) {
    String name = String.valueOf(file.getFileName());
    String end = "-" + platform.bytedecoName();
    if (name.startsWith(preset + "-")
        && (name.endsWith(end + ".jar") || name.endsWith(end + "-redist.jar"))
        && Files.isRegularFile(file)) {
      roots.add(file.toAbsolutePath());
    }
  }

  /// Whether a jar has a file of that kind in the folder, or a folder that lies unpacked has one.
  boolean hasFile(Path root, Predicate<String> wanted) throws IOException {
    if (Files.isDirectory(root)) {
      return Folders.list(root).stream().map(Path::toString).anyMatch(wanted);
    }
    try (var zip = new ZipFile(root.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .anyMatch(name -> name.startsWith(folder()) && wanted.test(name));
    }
  }

  /// Unpacks a jar's folder and licences into a folder of the cache with the jar's name, unless
  /// that is there already.
  ///
  /// @param wanted which files of the folder, by their names in the jar
  /// @return the folder of the cache
  Path unpacked(Path jar, Path cache, Consumer<String> progress, Predicate<String> wanted)
      throws IOException {
    return cached(jar, cache)
        .filled(
            progress,
            empty -> {
              progress.accept("Unpacking " + jar.getFileName() + " into " + cache + " …");
              Archive.unpack(
                  jar,
                  empty,
                  entry ->
                      entry.startsWith(folder()) && wanted.test(entry)
                          || entry.startsWith("META-INF/LICENSE"));
            });
  }

  /// The folder of the cache that a jar is unpacked into, whether it has been or not.
  CachedFolder cached(Path jar, Path cache) throws IOException {
    long sum = 0;
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith(folder())) {
          sum = 31 * sum + entry.getCrc();
        }
      }
    }
    String name = jar.getFileName().toString().replaceAll("\\.jar$", "");
    String version = "bytedeco-" + name + "-" + Long.toHexString(sum);
    return new CachedFolder(cache, "native/" + version);
  }
}
