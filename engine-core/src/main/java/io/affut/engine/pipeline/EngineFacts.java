package io.affut.engine.pipeline;

import io.affut.engine.model.DecodeRule;
import java.util.Optional;

/// What an engine really uses.
///
/// @param runtime the inference library and its version
/// @param device as the runtime names it
/// @param precision effective, read back from the compiled network; of two detectors that differ
///   both, joined by ` + `; without a detector that of the classifier
/// @param decoder of JPEGs, with its version
/// @param decode the rule that JPEGs are decoded by
/// @param confidence boxes are more confident than this; of two detectors the lower
/// @param slots inference requests of the first detector at the same time; 0 without a detector
/// @param classifierPrecision effective, of the classifier if there is one
public record EngineFacts(
    String runtime,
    String device,
    String precision,
    String decoder,
    DecodeRule decode,
    float confidence,
    int slots,
    Optional<String> classifierPrecision) {}
