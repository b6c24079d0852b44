package io.affut.bindings.library;

import java.util.List;

/// One file of a package registry, pinned: the same bytes on every machine, or none.
///
/// @param name what the registry calls the package, such as `openvino` or `@vladmandic/human`
/// @param version the exact version
/// @param fileName the file that the package client writes
/// @param sha256 the SHA-256 of that file, 64 lower-case hexadecimal digits
/// @param pipPlatforms the platform tags of a wheel, such as `manylinux_2_28_x86_64`; empty for one
///   that is for any platform, and for npm
public record PinnedPackage(
    String name, String version, String fileName, String sha256, List<String> pipPlatforms) {
  /// Checks that the sum can be one.
  public PinnedPackage {
    pipPlatforms = List.copyOf(pipPlatforms);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "the SHA-256 of " + fileName + " has to be 64 lower-case hexadecimal digits: " + sha256);
    }
  }
}
