package io.affut.engine.backend;

import io.affut.engine.model.Precision;

/// How a network is to be run.
///
/// @param device the runtime's name of it, such as `CPU`
/// @param precision the arithmetic asked for
/// @param threads that the runtime may use
/// @param manyPictures whether pictures a second matter, or the time of a single one
public record NetworkSettings(
    String device, Precision precision, int threads, boolean manyPictures) {}
