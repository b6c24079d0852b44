package io.affut.engine.results;

import io.affut.engine.detection.Category;
import java.util.List;
import java.util.Map;

/// What a MegaDetector file says before its pictures.
///
/// @param info the single values under `info`, by name
/// @param ours what Affût wrote under `info.custom_metadata.affut`; empty in others' files
/// @param categories what the ids of detections stand for
/// @param classes what the ids of classifications stand for; empty where there are none
record MegaDetectorHeader(
    Map<String, String> info,
    Map<String, String> ours,
    Map<String, Category> categories,
    Map<String, String> classes) {

  /// All categories, animals, people and vehicles first, which have their ids in every file.
  List<Category> inOrder() {
    return java.util.stream.Stream.concat(
            Category.STANDARD.stream(),
            categories.values().stream().filter(c -> !Category.STANDARD.contains(c)))
        .distinct()
        .toList();
  }
}
