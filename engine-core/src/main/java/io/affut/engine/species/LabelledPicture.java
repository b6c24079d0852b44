package io.affut.engine.species;

import io.affut.engine.results.PictureResult;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;

/// A picture and what is made of it together with the rest of its sequence.
///
/// @param picture as the journal has it; a failed one has a sequence of its own, and its verdicts
///   say nothing
/// @param camera whose picture it is, usually its folder
/// @param date by the camera's clock, put right where the user said how
/// @param sequence the number of its sequence, from 1 over the whole run
/// @param base what the picture alone is called
/// @param verdict what its sequence is called
/// @param best the index of the detection that stands for the picture, if there is one
/// @param animals how many boxes of animals it has
/// @param people how many boxes of people it has
/// @param repeated the indices of detections that recur at the same place
public record LabelledPicture(
    PictureResult picture,
    String camera,
    Optional<LocalDateTime> date,
    int sequence,
    Verdict base,
    Verdict verdict,
    Optional<Integer> best,
    int animals,
    int people,
    Set<Integer> repeated) {}
