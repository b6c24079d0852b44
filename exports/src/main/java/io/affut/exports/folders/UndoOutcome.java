package io.affut.exports.folders;

import io.affut.exports.outcome.LeftOut;
import java.util.List;

/// What became of undoing an export.
///
/// @param restored how many moved files are where they were
/// @param removed how many copies and links are gone
/// @param kept files that stay as they are, and why
public record UndoOutcome(int restored, int removed, List<LeftOut> kept) {
  /// Keeps a copy of the list.
  public UndoOutcome {
    kept = List.copyOf(kept);
  }
}
