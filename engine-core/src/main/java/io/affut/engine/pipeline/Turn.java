package io.affut.engine.pipeline;

/// A picture that it is time to do.
///
/// @param index in the list of the run
/// @param sparing whether the memory of a device did not suffice for it alone, so that as little of
///   it is to be taken as can be
/// @param atOnce how many pictures its lane may have at the same time
record Turn(int index, boolean sparing, int atOnce) {}
