package io.affut.bindings.library;

import io.affut.testing.Required;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Whole OpenVINO wheels, with their headers, for the tests that compare versions and layouts with
/// them. They are fetched once, into the folder `testing` of the real cache.
public final class OpenVinoWheels {
  private static final Consumer<String> QUIET = _ -> {};

  private static final Map<String, PinnedPackage> WHEELS =
      Map.of(
          "2026.4.1",
          wheel(
              "2026.4.1-22982", "2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf"),
          "2026.2.1",
          wheel(
              "2026.2.1-21919",
              "3a7f4ec8ed2a7ae4069a96ded7f9ff9b7a97230e411141db8b68669ba43c0bde"));

  private OpenVinoWheels() {}

  /// The wheel of a version, unpacked: `openvino/libs/libopenvino_c.so.*`, `openvino/include`, … .
  ///
  /// Ends the test, by the rule of [Required] for `openvino`, where the wheel cannot be had.
  ///
  /// @param version `2026.4.1` or `2026.2.1`
  public static Path unpacked(String version) {
    PinnedPackage wheel = WHEELS.get(version);
    Required.present(
        "openvino",
        Platform.current().toString().equals("linux-x86_64"),
        "the OpenVINO wheels of the tests are for linux-x86_64");
    Path cache = CacheFolder.ofThisUser();
    var folder = new CachedFolder(cache, "testing/openvino-" + version);
    try {
      return folder.filled(
          QUIET,
          empty -> {
            var clients = new PackageClients(cache, System.getenv(), QUIET);
            Archive.unpack(clients.wheel(wheel), empty, _ -> true);
            clients.discard(wheel);
          });
    } catch (PackageClientException e) {
      Required.present("openvino", false, e.getMessage());
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The C library of a version.
  public static Path library(String version) {
    return only(unpacked(version).resolve("openvino").resolve("libs"));
  }

  /// The same libraries in the folder layout of Bytedeco's jars.
  ///
  /// @return the folder that has `org/bytedeco/openvino/linux-x86_64/libopenvino_c.so.*`
  public static Path inBytedecoLayout(String version) {
    Path libs = unpacked(version).resolve("openvino").resolve("libs");
    var folder = new CachedFolder(CacheFolder.ofThisUser(), "testing/bytedeco-" + version);
    try {
      return folder.filled(
          QUIET,
          empty -> {
            Path target = empty.resolve("org/bytedeco/openvino/linux-x86_64");
            Files.createDirectories(target);
            for (Path file : Folders.list(libs)) {
              Files.createLink(target.resolve(file.getFileName()), file);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path only(Path libs) {
    return Folders.list(libs).stream()
        .filter(file -> file.getFileName().toString().startsWith("libopenvino_c.so"))
        .findFirst()
        .orElseThrow();
  }

  private static PinnedPackage wheel(String build, String sha256) {
    String file = "openvino-" + build + "-cp311-cp311-manylinux_2_28_x86_64.whl";
    String version = build.substring(0, build.indexOf('-'));
    return new PinnedPackage("openvino", version, file, sha256, List.of("manylinux_2_28_x86_64"));
  }
}
