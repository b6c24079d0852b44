package io.affut.engine.megadetector;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.Category;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a file in MegaDetector's format says of all of its pictures.
///
/// @param info of the run, an object with whatever its program wrote; empty where it wrote nothing
/// @param categoryNames what the ids of boxes stand for, in the file's order; empty in old files
/// @param classNames what the ids of classes stand for, in the file's order; empty where no
///   classifier ran
public record BatchHeading(
    JsonNode info, Map<String, String> categoryNames, Map<String, String> classNames) {

  /// The same with names for ids that it does not explain. Where it explains none, it stays so:
  /// else an old file would no longer mean what old files have always meant.
  BatchHeading naming(Collection<String> ids) {
    if (categoryNames.isEmpty()) {
      return this;
    }
    Map<String, Optional<Category>> known = categories();
    Map<String, String> names = new LinkedHashMap<>(categoryNames);
    ids.stream()
        .filter(id -> !known.containsKey(id))
        .forEach(id -> names.put(id, "category " + id));
    return new BatchHeading(info, names, classNames);
  }

  /// The version of the format. Versions before 1.0 said nothing of it, and had the same.
  public String formatVersion() {
    return info.path("format_version").asText("1");
  }

  /// The detector that found the boxes, where it is named.
  public Optional<String> detector() {
    return Optional.ofNullable(info.path("detector").textValue()).filter(name -> !name.isBlank());
  }

  /// The confidence that the detector is usually used with, where it is said.
  public Optional<Float> typicalConfidence() {
    return Optional.of(detectorMetadata().path("typical_detection_threshold"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::floatValue);
  }

  /// The side of the detector's input in pixels; 0 where it is not said.
  public int imageSize() {
    return detectorMetadata().path("image_size").asInt(0);
  }

  private JsonNode detectorMetadata() {
    return info.path("detector_metadata");
  }

  /// The categories by their ids; nothing where an id says that a picture is empty, as 0 has always
  /// done. Old files do not explain the ids, which have always been these.
  public Map<String, Optional<Category>> categories() {
    Map<String, Optional<Category>> categories = new LinkedHashMap<>();
    categories.put("0", Optional.empty());
    if (categoryNames.isEmpty()) {
      for (int i = 0; i < Category.STANDARD.size(); i++) {
        categories.put(Integer.toString(i + 1), Optional.of(Category.STANDARD.get(i)));
      }
    }
    categoryNames.forEach((id, name) ->
        categories.put(
            id,
            Optional.of(new Category(name.toLowerCase(Locale.ROOT)))
                .filter(category -> !category.name().equals("empty"))));
    return categories;
  }

  /// All categories that there are, animals, people and vehicles first, which have their ids in
  /// every file.
  public List<Category> inOrder() {
    return Stream.concat(
            Category.STANDARD.stream(), categories().values().stream().flatMap(Optional::stream))
        .distinct()
        .toList();
  }
}
