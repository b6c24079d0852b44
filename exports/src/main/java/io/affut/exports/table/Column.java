package io.affut.exports.table;

import io.affut.engine.species.LabelledPicture;
import java.util.function.Function;

/// A column of a table.
///
/// @param name in the first row
/// @param cell what it says of a picture
record Column(String name, Function<LabelledPicture, Cell> cell) {}
