package io.affut.exports.outcome;

import java.util.List;

/// What became of an export.
///
/// @param written how many files it wrote
/// @param unwanted how many pictures the settings leave out, such as empty ones
/// @param leftOut pictures that have no file though they should, and why
public record ExportOutcome(int written, int unwanted, List<LeftOut> leftOut) {
  /// Keeps a copy of the list.
  public ExportOutcome {
    leftOut = List.copyOf(leftOut);
  }
}
