package io.affut.exports.copies;

/// Which boxes are drawn.
///
/// @param language of the labels, one of the engine's label languages, such as `fr`
/// @param repeated whether boxes that recur at the same place of a camera are drawn, too
public record BoxesSettings(String language, boolean repeated) {}
