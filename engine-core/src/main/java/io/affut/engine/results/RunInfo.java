package io.affut.engine.results;

import io.affut.engine.detection.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is worth knowing of a run when its results are read later: the journal's first record.
///
/// @param program name and version of the program
/// @param started ISO 8601 with offset
/// @param base the folder that all paths are relative to
/// @param detector the detector's id
/// @param detectorSha256 of the network
/// @param inputSize the network's input size in pixels
/// @param confidence boxes are more confident than this
/// @param typicalConfidence the detector's own threshold
/// @param categories all that the detector can find, in the order of their ids, which count from 1
/// @param classifier that looked at the animals, if one did
/// @param settings everything else, such as device, effective precision and decode rule, by name
public record RunInfo(
    String program,
    String started,
    String base,
    String detector,
    String detectorSha256,
    int inputSize,
    float confidence,
    float typicalConfidence,
    List<Category> categories,
    Optional<ClassifierInfo> classifier,
    Map<String, String> settings) {
  /// Under which name the settings say how many pictures the run began with. Results that have
  /// fewer are those of a run that did not come to its end.
  public static final String PICTURES_FOUND = "pictures_found";

  /// The same run with other settings.
  public RunInfo with(Map<String, String> others) {
    return with(base, others);
  }

  /// The same run with paths that are relative to another folder, and other settings.
  public RunInfo with(String folder, Map<String, String> others) {
    return new RunInfo(
        program,
        started,
        folder,
        detector,
        detectorSha256,
        inputSize,
        confidence,
        typicalConfidence,
        categories,
        classifier,
        others);
  }
}
