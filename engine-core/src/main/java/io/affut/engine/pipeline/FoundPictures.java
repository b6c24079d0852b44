package io.affut.engine.pipeline;

import java.nio.file.Path;
import java.util.List;

/// What was found in the inputs of a run.
///
/// @param base the folder that the names are relative to
/// @param pictures sorted by name, each file once
/// @param problems folders that could not be looked into, a sentence each
public record FoundPictures(Path base, List<PictureFile> pictures, List<String> problems) {}
