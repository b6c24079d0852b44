package io.affut.exports.table;

/// What a table looks like.
///
/// @param language of the labels, such as `fr`
/// @param counts whether there is a column with the number of animals
/// @param deepfauneCompatible whether the file is DeepFaune's to the byte: no byte order mark, and
///   cells that a spreadsheet would run as they are
public record TableSettings(String language, boolean counts, boolean deepfauneCompatible) {}
