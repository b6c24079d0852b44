package io.affut.cli;

import java.nio.file.Path;

/// What `affut setup` says that it installed.
///
/// @param openVino the folder of OpenVINO's libraries
/// @param model the default model's folder
record Installed(Path openVino, Path model) {
  /// The default model's id.
  static final String MODEL = "centernet-mobilenetv3-512";

  static Installed by(Ended setup) {
    return new Installed(
        file(setup, "OpenVINO").getParent(), file(setup, "default model").getParent());
  }

  /// The user's cache, which holds both.
  Path cache() {
    return model.getParent().getParent();
  }

  /// The npm package that the default model was taken from.
  Path tarball() {
    return cache().resolve("downloads").resolve("vladmandic-human-3.3.6.tgz");
  }

  private static Path file(Ended setup, String what) {
    return setup
        .out()
        .lines()
        .filter(line -> line.startsWith(what))
        .map(line -> Path.of(line.substring(what.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("affut setup names no " + what + ": " + setup.out()));
  }
}
