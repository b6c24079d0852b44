package io.affut.bindings.openvino;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.testing.Required;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The releases of OpenVINO that the contract is tested with, for Linux on x86-64: pinned wheels,
/// unpacked once into Affût's cache, with their headers.
enum OpenVinoWheel {
  /// What Affût fetches.
  NEWEST(
      "2026.4.1",
      "2641",
      "openvino-2026.4.1-22982-cp311-cp311-manylinux_2_28_x86_64.whl",
      "2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf",
      "manylinux_2_28_x86_64",
      "openvino/libs"),
  /// What Bytedeco ships, in the folders that its artifact has.
  BYTEDECO(
      "2026.2.1",
      "2621",
      "openvino-2026.2.1-21919-cp311-cp311-manylinux_2_28_x86_64.whl",
      "3a7f4ec8ed2a7ae4069a96ded7f9ff9b7a97230e411141db8b68669ba43c0bde",
      "manylinux_2_28_x86_64",
      "org/bytedeco/openvino/linux-x86_64"),
  /// The oldest that is supported; it numbers element types differently.
  OLDEST(
      "2025.0.0",
      "2500",
      "openvino-2025.0.0-17942-cp311-cp311-manylinux2014_x86_64.whl",
      "d66c9cb37cdf2490b54645e5e35bb21efae44c232cafcd7d4bbc7774d5830143",
      "manylinux2014_x86_64",
      "openvino/libs");

  private static final String LIBRARIES = "openvino/libs/";
  private static final String HEADERS = "openvino/include/openvino/c/";

  private final String version;
  private final String suffix;
  private final PinnedPackage pinned;
  private final String libraryFolder;

  OpenVinoWheel(
      String version,
      String suffix,
      String fileName,
      String sha256,
      String platform,
      String libraryFolder) {
    this.version = version;
    this.suffix = suffix;
    this.pinned = new PinnedPackage("openvino", version, fileName, sha256, List.of(platform));
    this.libraryFolder = libraryFolder;
  }

  String version() {
    return version;
  }

  /// `libopenvino_c`, with everything that it needs beside it.
  Path library() {
    return unpacked().resolve(libraryFolder).resolve("libopenvino_c.so." + suffix);
  }

  /// The folder for `#include "openvino/c/openvino.h"`.
  Path headers() {
    return unpacked().resolve("include");
  }

  private Path unpacked() {
    boolean suitable =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    Required.present("openvino", suitable, "the wheels for tests are for Linux on x86-64");
    Path cache = CacheFolder.ofThisUser();
    Path folder = cache.resolve("testing").resolve("openvino-" + version);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      var clients = new PackageClients(cache, System.getenv(), System.err::println);
      Path wheel = clients.wheel(pinned);
      unpack(wheel, folder);
      clients.discard(pinned);
    } catch (PackageClientException e) {
      Required.present("openvino", false, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private void unpack(Path wheel, Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".");
    try (var zip = new ZipInputStream(Files.newInputStream(wheel))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        String name = entry.getName();
        if (name.startsWith(LIBRARIES)) {
          copy(zip, partial.resolve(libraryFolder), name.substring(LIBRARIES.length()));
        } else if (name.startsWith(HEADERS)) {
          copy(zip, partial.resolve("include/openvino/c"), name.substring(HEADERS.length()));
        }
      }
    }
    try {
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      return; // another process was faster
    }
  }

  private static void copy(InputStream content, Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(content, file);
  }
}
