package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassList;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the journal's records say of a classifier, and of what it said.
///
/// Classes of a list that comes with Affût are named by the list, so that they can be read in all
/// its languages; their English names stand beside it, for others, and for an Affût that does not
/// know the list.
final class ClassifierFormat {
  private ClassifierFormat() {}

  static void write(JsonGenerator json, ClassifierInfo classifier) throws IOException {
    json.writeObjectFieldStart("classifier");
    json.writeStringField("id", classifier.id());
    json.writeStringField("sha256", classifier.sha256());
    json.writeNumberField("input_size", classifier.inputSize());
    write(json, classifier.classes(), classifier.temperatures());
    if (classifier.birds().isPresent()) {
      ClassifierInfo.BirdHead birds = classifier.birds().get();
      json.writeObjectFieldStart("bird_head");
      json.writeStringField("id", birds.id());
      json.writeStringField("sha256", birds.sha256());
      write(json, birds.classes(), birds.temperatures());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ClassNames classes, Temperatures temperatures)
      throws IOException {
    if (classes instanceof ClassNames.Listed(ClassList list)) {
      json.writeStringField("class_list", list.id());
    }
    json.writeArrayFieldStart("classes");
    for (String name : classes.in("en")) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeNumberField("temperature", temperatures.picture());
    json.writeNumberField("sequence_temperature", temperatures.sequence());
  }

  static void write(JsonGenerator json, Logits logits) throws IOException {
    write(json, "logits", logits.classes());
    if (logits.birds().length > 0) {
      write(json, "bird_logits", logits.birds());
    }
  }

  private static void write(JsonGenerator json, String name, float[] values) throws IOException {
    json.writeArrayFieldStart(name);
    for (float value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  static ClassifierInfo classifier(JsonNode node) {
    return new ClassifierInfo(
        node.path("id").asText(),
        node.path("sha256").asText(),
        node.path("input_size").asInt(),
        classes(node),
        temperatures(node),
        Optional.ofNullable(node.get("bird_head"))
            .map(head ->
                new ClassifierInfo.BirdHead(
                    head.path("id").asText(),
                    head.path("sha256").asText(),
                    classes(head),
                    temperatures(head))));
  }

  private static ClassNames classes(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.path("classes").forEach(name -> names.add(name.asText()));
    return ClassLists.find(node.path("class_list").asText())
        .filter(list -> list.size() == names.size())
        .<ClassNames>map(ClassNames.Listed::new)
        .orElseGet(() -> new ClassNames.Named(names));
  }

  private static Temperatures temperatures(JsonNode node) {
    return new Temperatures(
        node.path("temperature").floatValue(), node.path("sequence_temperature").floatValue());
  }

  /// What a classifier said of a detection, if one did.
  static Optional<Logits> logits(JsonNode detection) {
    return detection.has("logits")
        ? Optional.of(
            new Logits(floats(detection.get("logits")), floats(detection.path("bird_logits"))))
        : Optional.empty();
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).floatValue();
    }
    return values;
  }
}
