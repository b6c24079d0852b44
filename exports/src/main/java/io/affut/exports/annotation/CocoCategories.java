package io.affut.exports.annotation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.detection.Category;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelNames;
import java.io.IOException;
import java.util.OptionalInt;

/// The categories of a COCO file: those of the detector with ids from 1, and after them the classes
/// of the classifier.
record CocoCategories(RunInfo run, LabelNames names) {

  void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("categories");
    for (Category category : run.categories()) {
      write(json, id(category), category.name(), category.name());
    }
    int classes = run.classifier().map(classifier -> classifier.classes().size()).orElse(0);
    for (int i = 0; i < classes; i++) {
      write(json, speciesId(i), names.of(new Label.Species(i)), Category.ANIMAL.name());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, int id, String name, String above)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("name", name);
    json.writeStringField("supercategory", above);
    json.writeEndObject();
  }

  int id(Category category) {
    return run.categories().indexOf(category) + 1;
  }

  /// The id of the species that a label names; none where it names no species.
  OptionalInt species(Label label) {
    return switch (label) {
      case Label.Species(int index) -> OptionalInt.of(speciesId(index));
      case Label.Bird(int species, var ignored) -> OptionalInt.of(speciesId(species));
      case Label.Plain ignored -> OptionalInt.empty();
      case Label.Thing ignored -> OptionalInt.empty();
    };
  }

  private int speciesId(int index) {
    return run.categories().size() + 1 + index;
  }
}
