package io.affut.engine.backend;

import io.affut.engine.model.Precision;
import java.nio.file.Path;
import java.util.Optional;

/// How a network is to be run.
///
/// @param device the runtime's name of it, such as `CPU`
/// @param precision the arithmetic asked for
/// @param threads that the runtime may use
/// @param manyPictures whether pictures a second matter, or the time of a single one
/// @param compiled where compiled networks are kept for later starts, if they shall be
public record NetworkSettings(
    String device,
    Precision precision,
    int threads,
    boolean manyPictures,
    Optional<Path> compiled) {

  /// Settings under which nothing is kept.
  public NetworkSettings(String device, Precision precision, int threads, boolean manyPictures) {
    this(device, precision, threads, manyPictures, Optional.empty());
  }
}
