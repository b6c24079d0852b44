package io.affut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.PackageClientException;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.testing.Fixtures;
import io.affut.testing.Required;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// A YOLOv8n that somebody trained for railways, which a Python package carries, and what
/// Ultralytics finds with it in the fixtures' photos.
final class Smartrail {
  private static final PinnedPackage PACKAGE =
      new PinnedPackage(
          "smartrail-obstacle-detector",
          "0.1.1",
          "smartrail_obstacle_detector-0.1.1-py3-none-any.whl",
          "91c39d66afb92e31046125b6ff987b754002234572ab9ef1e1f69c33a715af12",
          List.of());

  private Smartrail() {}

  /// Writes the checkpoint to `file`.
  static Path checkpoint(Path file) throws IOException {
    try (ZipFile wheel = new ZipFile(wheel().toFile());
        InputStream in =
            wheel.getInputStream(wheel.getEntry("railway_obstacle_detector/best.pt"))) {
      Files.copy(in, file);
    }
    return file;
  }

  /// Ultralytics' own boxes by photo, at 640 pixels, with a confidence of at least 0.01.
  static JsonNode reference() throws IOException {
    return new JsonMapper()
        .readTree(Fixtures.at("checkpoints/smartrail-yolov8n.reference.json").toFile())
        .path("results");
  }

  private static Path wheel() {
    try {
      return new PackageClients(CacheFolder.ofThisUser(), System.getenv(), System.err::println)
          .wheel(PACKAGE);
    } catch (PackageClientException e) {
      Required.present("fixtures", false, e.getMessage());
      throw e;
    }
  }
}
