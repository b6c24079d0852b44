package io.affut.modelimport;

import java.nio.file.Path;

/// One file of a written model.
///
/// @param path where it is
/// @param size in bytes
/// @param sha256 its hash, 64 lower-case hexadecimal digits
public record ModelFile(Path path, long size, String sha256) {}
