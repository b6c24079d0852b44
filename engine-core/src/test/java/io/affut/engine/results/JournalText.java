package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;

/// Records of the journal without a file.
final class JournalText {
  private JournalText() {}

  static String of(PictureResult result) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      JournalFormat.write(json, result);
    }
    return text.toString();
  }

  static PictureResult parse(String json) throws IOException {
    return JournalFormat.pictureResult(new JsonMapper().readTree(json));
  }
}
