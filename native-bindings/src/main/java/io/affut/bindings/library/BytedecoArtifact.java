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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A library out of a Bytedeco jar on the class path or module path, unpacked into a folder of the
/// cache with the jar's name. OpenVINO's libraries are unpacked whole, since they need each other;
/// of CUDA's gigabytes only the runtime, which needs none of them.
///
/// @param library OpenVINO or CUDA
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
  @Override
  public String name() {
    return "class path (Bytedeco)";
  }

  @Override
  public Look look() {
    String folder = "org/bytedeco/" + artifact() + "/" + files.platform().bytedecoName() + "/";
    List<String> reasons = new ArrayList<>();
    try {
      for (Path root : roots(folder)) {
        Path base = Files.isDirectory(root) ? root : unpacked(root, folder);
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

  /// The jars that have the folder, and such folders themselves where a jar lies unpacked.
  private Set<Path> roots(String folder) throws IOException {
    Set<Path> roots = new LinkedHashSet<>();
    for (URL url : Collections.list(loader.getResources(folder))) {
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
    String end = "-" + files.platform().bytedecoName() + ".jar";
    for (String entry : searchPath.split(File.pathSeparator)) {
      try {
        Path jar = Path.of(entry);
        String name = String.valueOf(jar.getFileName());
        if (name.startsWith(artifact() + "-") && name.endsWith(end) && Files.isRegularFile(jar)) {
          roots.add(jar.toAbsolutePath());
        }
      } catch (InvalidPathException e) {
        continue; // not a file of this system
      }
    }
    return roots;
  }

  private Path unpacked(Path jar, String folder) throws IOException {
    long sum = 0;
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith(folder)) {
          sum = 31 * sum + entry.getCrc();
        }
      }
    }
    String name = jar.getFileName().toString().replaceAll("\\.jar$", "");
    String version = "bytedeco-" + name + "-" + Long.toHexString(sum);
    return new CachedFolder(cache, "native/" + version)
        .filled(
            progress,
            empty -> {
              progress.accept("Unpacking " + jar.getFileName() + " into " + cache + " …");
              Archive.unpack(
                  jar,
                  empty,
                  entry -> isWanted(entry, folder) || entry.startsWith("META-INF/LICENSE"));
            });
  }

  /// What Bytedeco calls the library's artifact.
  private String artifact() {
    return library == NativeLibrary.CUDA ? "cuda" : "openvino";
  }

  private boolean isWanted(String entry, String folder) {
    boolean all = library != NativeLibrary.CUDA;
    return entry.startsWith(folder)
        && (all || files.isName(library, entry.substring(folder.length())));
  }
}
