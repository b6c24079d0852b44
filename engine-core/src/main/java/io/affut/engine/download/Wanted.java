package io.affut.engine.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A file that is to be fetched.
///
/// @param address where it is
/// @param file where it goes; what is there already of an earlier attempt lies beside it, under the
///   same name with `.part` after it
/// @param size in bytes, where it is known
public record Wanted(URI address, Path file, OptionalLong size) {}
