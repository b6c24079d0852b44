package io.affut.modelimport;

import java.util.Optional;

/// A checkpoint that was converted.
///
/// @param model what was written
/// @param network what it is
/// @param licence of the weights, in the words of the file
/// @param version of the program that trained the network, and the date of the file, as far as it
///   says them
public record ImportedCheckpoint(
    ImportedModel model,
    NetworkDescription network,
    Optional<String> licence,
    Optional<String> version) {}
