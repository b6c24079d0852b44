package io.affut.engine.detection;

/// One thing found in a picture.
///
/// @param confidence how sure the detector is, 0 to 1
public record Detection(Category category, float confidence, BoundingBox box) {}
