package io.affut.exports.outcome;

/// A picture that an export has no file of.
///
/// @param file its path as the results have it, or where there is none, its path on the disk
/// @param reason what is the matter with it: the rest of a sentence that begins with the file
public record LeftOut(String file, String reason) {}
