package io.affut.engine.pipeline;

import io.affut.engine.backend.CropNetwork;

/// A classifier that is loaded.
///
/// @param network whose batches nobody uses
/// @param which animals it looks at
record Classifier(CropNetwork network, Classification.Which which) {}
