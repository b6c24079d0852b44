package io.affut.engine.pipeline;

/// A detector that is loaded.
///
/// @param rules what its manifest makes of a picture before and after the network
/// @param slots of its network, none of them lent while no run goes on
record LoadedDetector(Detector rules, SlotPool slots) {}
