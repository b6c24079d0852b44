package io.affut.bindings.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/// The wheel of a library that is fetched for a platform.
///
/// @param wheel the file
/// @param bytes its size
record PinnedWheel(PinnedPackage wheel, long bytes) {
  /// The wheel of a library for a platform, where one is known.
  static Optional<PinnedWheel> of(NativeLibrary library, Platform platform) {
    var properties = new Properties();
    try (InputStream in = PinnedWheel.class.getResourceAsStream("native-libraries.properties")) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = library.name().toLowerCase(Locale.ROOT);
    String prefix = name + "." + platform + ".";
    String file = properties.getProperty(prefix + "file");
    if (file == null) {
      return Optional.empty();
    }
    var wheel =
        new PinnedPackage(
            properties.getProperty(name + ".package"),
            properties.getProperty(name + ".version"),
            file,
            properties.getProperty(prefix + "sha256"),
            List.of(properties.getProperty(prefix + "tag")));
    return Optional.of(
        new PinnedWheel(wheel, Long.parseLong(properties.getProperty(prefix + "bytes"))));
  }
}
