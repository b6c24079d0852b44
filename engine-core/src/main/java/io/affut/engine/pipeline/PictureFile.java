package io.affut.engine.pipeline;

import java.nio.file.Path;

/// A file to look at.
///
/// @param name its path relative to the run's base folder, with forward slashes
/// @param path where it lies
public record PictureFile(String name, Path path) {}
