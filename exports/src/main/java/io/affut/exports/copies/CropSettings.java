package io.affut.exports.copies;

/// Which animals are cut out.
///
/// @param language of the files' names, one of the engine's label languages, such as `fr`
/// @param all whether every animal of a picture is, or only the one that stands for it
/// @param repeated whether boxes that recur at the same place of a camera are, too
public record CropSettings(String language, boolean all, boolean repeated) {}
