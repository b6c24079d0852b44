package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.detection.Logits;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The classes of a classifier as MegaDetector's format has them: English names, and for each
/// animal the most likely ones, by the logits of its own crop and the temperature for one picture.
final class Species {
  /// So many that a doubtful animal can be understood, and a file of a million boxes be opened.
  private static final int MOST = 5;

  private final ClassifierInfo classifier;

  Species(ClassifierInfo classifier) {
    this.classifier = classifier;
  }

  void writeNames(JsonGenerator json) throws IOException {
    List<String> names = classifier.classes().in("en");
    json.writeObjectFieldStart("classification_categories");
    for (int i = 0; i < names.size(); i++) {
      json.writeStringField(Integer.toString(i), names.get(i));
    }
    json.writeEndObject();
  }

  void write(JsonGenerator json, Logits logits) throws IOException {
    double[] likely = logits.probabilities(classifier.temperatures().picture());
    List<Integer> best =
        IntStream.range(0, likely.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -likely[i]))
            .limit(MOST)
            .toList();
    json.writeArrayFieldStart("classifications");
    for (int index : best) {
      json.writeStartArray();
      json.writeString(Integer.toString(index));
      json.writeNumber((float) likely[index]);
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
