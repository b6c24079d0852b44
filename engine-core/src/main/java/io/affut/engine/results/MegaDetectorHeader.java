package io.affut.engine.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.Category;
import io.affut.engine.megadetector.BatchHeading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a MegaDetector file says of its run, as far as results of Affût have a place for it.
///
/// @param info the single values under `info`, by name
/// @param ours what Affût wrote under `info.custom_metadata.affut`; empty in others' files
/// @param categories what the ids of boxes stand for; nothing where one says that there is no box
/// @param inOrder all categories, the standard ones first
/// @param classes what the ids of classifications stand for; empty where there are none
record MegaDetectorHeader(
    Map<String, String> info,
    Map<String, String> ours,
    Map<String, Optional<Category>> categories,
    List<Category> inOrder,
    Map<String, String> classes) {

  static MegaDetectorHeader of(BatchHeading heading) {
    return new MegaDetectorHeader(
        texts(heading.info()),
        texts(heading.info().at("/custom_metadata/affut")),
        heading.categories(),
        heading.inOrder(),
        heading.classNames());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().stream()
        .filter(entry -> entry.getValue().isValueNode())
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
