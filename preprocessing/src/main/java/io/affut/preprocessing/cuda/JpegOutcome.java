package io.affut.preprocessing.cuda;

/// What nvJPEG made of a file.
sealed interface JpegOutcome {

  /// What is queued on the stream afterwards finds the pixels.
  record Decoded() implements JpegOutcome {}

  /// The GPU's decoder has enough to do, and it is faster to decode the file elsewhere.
  record Busy() implements JpegOutcome {}

  /// It does not decode it.
  ///
  /// @param reason to be shown after "nvJPEG did not decode it: "
  record Refused(String reason) implements JpegOutcome {}
}
