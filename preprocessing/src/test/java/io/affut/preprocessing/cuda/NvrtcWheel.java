package io.affut.preprocessing.cuda;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.bindings.library.Platform;
import io.affut.testing.Required;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// NVIDIA's compiler for kernels: a pinned wheel of 46.6 MB, unpacked once into the folder
/// `testing` of the real cache. It is NVIDIA's own and never part of Affût.
public final class NvrtcWheel {
  private static final PinnedPackage WHEEL =
      new PinnedPackage(
          "nvidia-cuda-nvrtc",
          "13.1.115",
          "nvidia_cuda_nvrtc-13.1.115-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl",
          "d7cf1284ab82f379884decc8813d9d4a729bc96b1ec020a9cf80303f698d73c4",
          List.of("manylinux2010_x86_64"));

  private static final String LIBRARIES = "nvidia/cu13/lib/";

  private NvrtcWheel() {}

  /// `libnvrtc`, with what it needs beside it. Ends the test, by the rule of [Required] for
  /// `nvrtc`, where it cannot be had.
  public static Path library() throws IOException {
    Required.present(
        "nvrtc",
        Platform.current().equals(new Platform("linux", "x86_64")),
        "the wheel for tests is for Linux on x86-64");
    Path cache = CacheFolder.ofThisUser();
    Path folder = cache.resolve("testing").resolve("nvrtc-libraries-" + WHEEL.version());
    if (!Files.isDirectory(folder)) {
      try {
        var clients = new PackageClients(cache, System.getenv(), System.err::println);
        unpack(clients.wheel(WHEEL), folder);
        clients.discard(WHEEL);
      } catch (PackageClientException e) {
        Required.present("nvrtc", false, e.getMessage());
      }
    }
    return folder.resolve("libnvrtc.so.13");
  }

  private static void unpack(Path wheel, Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".");
    try (var zip = new ZipInputStream(Files.newInputStream(wheel))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        if (entry.getName().startsWith(LIBRARIES)) {
          Files.copy(zip, partial.resolve(entry.getName().substring(LIBRARIES.length())));
        }
      }
    }
    try {
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      return; // another process was faster
    }
  }
}
