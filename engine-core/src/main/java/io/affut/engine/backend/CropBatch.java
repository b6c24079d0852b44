package io.affut.engine.backend;

import io.affut.engine.detection.Logits;

/// Room for several crops that are classified together. Threads may write into different places at
/// the same time; one at a time computes and reads, while nobody writes.
public interface CropBatch {

  /// How many crops there is room for.
  int capacity();

  /// Where a crop goes.
  ///
  /// @param place 0 to less than [#capacity]
  SlotInput input(int place);

  /// Classifies the first `count` crops and returns when it is done.
  ///
  /// @param count 1 to [#capacity]
  void compute(int count);

  /// What the last run said of a crop; a copy.
  ///
  /// @param place less than the last run's count
  Logits logits(int place);
}
