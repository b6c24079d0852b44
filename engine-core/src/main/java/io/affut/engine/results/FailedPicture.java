package io.affut.engine.results;

/// A picture that could not be looked at. It is never taken for an empty one.
///
/// @param reason a plain sentence for the user
public record FailedPicture(String file, String reason) implements PictureResult {}
