package io.affut.exports.copies;

/// What is blurred.
///
/// @param vehicles whether vehicles are, and not only people
public record BlurSettings(boolean vehicles) {}
