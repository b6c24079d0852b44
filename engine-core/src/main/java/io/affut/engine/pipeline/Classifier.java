package io.affut.engine.pipeline;

import io.affut.engine.backend.CropNetwork;
import io.affut.preprocessing.resize.ResampleFilter;

/// A classifier that is loaded.
///
/// @param network whose batches nobody uses
/// @param which animals it looks at
/// @param filter that crops are scaled with
record Classifier(CropNetwork network, Classification.Which which, ResampleFilter filter) {}
