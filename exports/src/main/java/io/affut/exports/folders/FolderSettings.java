package io.affut.exports.folders;

/// How pictures are put into folders.
///
/// @param language of the folders' names, one of the engine's label languages, such as `fr`
/// @param how they get there
/// @param empties whether pictures of sequences without anything get a folder too
public record FolderSettings(String language, Placement how, boolean empties) {}
