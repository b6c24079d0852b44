package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The check that other tests rely on does find what is wrong.
class MegaDetectorRulesTest {
  private static final String RIGHT =
      """
      {
        "info": {"format_version": "1.6", "detection_completion_time": "2026-01-02 03:04:05"},
        "detection_categories": {"1": "animal"},
        "classification_categories": {"0": "roe deer", "1": "red deer"},
        "images": [
          {"file": "a.jpg", "failure": "is empty", "detections": null},
          {"file": "b.jpg", "detections": []},
          {"file": "c.jpg", "detections": [
            {"category": "1", "conf": 0.5, "bbox": [0.5, 0.0, 0.5, 1.0],
             "classifications": [["1", 0.7], ["0", 0.2]]}]}
        ]
      }
      """;

  @Test
  void aRightFileBreaksNone() throws Exception {
    assertThat(MegaDetectorRules.broken(new JsonMapper().readTree(RIGHT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "1.6"               | 1.6                 | format_version is no number as a text
          "1.6"               | "1.5"               | older than 1.6
          2026-01-02 03       | 2026-01-02T03       | is no time
          "info"              | "infos"             | info is missing
          {"1": "animal"}     | {"one": "animal"}   | no whole number
          {"1": "animal"}     | {"1": " "}          | blank
          "file": "b.jpg"     | "file": "a.jpg"     | is there twice
          "file": "b.jpg"     | "file": "d.jpg"     | is not in its order
          "detections": null  | "detections": []    | a failure has detections
          "detections": []    | "detections": null  | neither detections nor a failure
          "is empty"          | 5                   | the failure is no text
          "category": "1"     | "category": "2"     | the category is not known
          0.5, "bbox"         | 1, "bbox"           | conf is no fraction
          0.5, "bbox"         | 1.5, "bbox"         | conf is no fraction
          0.5, 1.0]           | 0.6, 1.0]           | leaves the picture
          0.5, 1.0]           | 0.5]                | not four numbers
          [0.5, 0.0           | [-0.5, 0.0          | not normalised
          ["1", 0.7]          | ["1", 0.1]          | the likeliest first
          ["1", 0.7]          | ["7", 0.7]          | the class is not known
          """)
  void aWrongOneIsFound(String right, String wrong, String found) throws Exception {
    assertThat(RIGHT).contains(right);
    assertThat(MegaDetectorRules.broken(new JsonMapper().readTree(RIGHT.replace(right, wrong))))
        .anyMatch(broken -> broken.contains(found));
  }
}
