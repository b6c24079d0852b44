package io.affut.exports.annotation;

/// What annotations there are.
///
/// @param language of the categories' names, one of the engine's label languages, such as `en`
/// @param repeated whether boxes that recur at the same place of a camera are annotations, too
public record CocoSettings(String language, boolean repeated) {}
