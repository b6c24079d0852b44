package io.affut.engine.pipeline;

/// How long one layer of a network takes on its device.
///
/// @param name the device's name of it, made from the model's
/// @param type the operation, such as `Convolution`
/// @param execution the implementation that computes it
/// @param milliseconds by the wall clock, 0 or more
public record LayerTime(String name, String type, String execution, double milliseconds) {}
