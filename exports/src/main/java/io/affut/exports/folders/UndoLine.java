package io.affut.exports.folders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What was about to be done with one file.
///
/// @param source where it lay, an absolute path
/// @param target where it was to be, relative to the folder of the list, with forward slashes
/// @param size in bytes
/// @param sha256 of what was moved to another file system
record UndoLine(String source, String target, Placement how, long size, Optional<String> sha256) {
  private static final JsonMapper JSON = new JsonMapper();

  String text() throws JsonProcessingException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", source);
    fields.put("target", target);
    fields.put("how", how.name().toLowerCase(Locale.ROOT));
    fields.put("size", size);
    sha256.ifPresent(sum -> fields.put("sha256", sum));
    return JSON.writeValueAsString(fields);
  }

  /// @throws IOException when the text is no such line
  static UndoLine of(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    try {
      return new UndoLine(
          line.required("source").textValue(),
          line.required("target").textValue(),
          Placement.valueOf(line.required("how").asText().toUpperCase(Locale.ROOT)),
          line.required("size").longValue(),
          Optional.ofNullable(line.get("sha256")).map(JsonNode::textValue));
    } catch (IllegalArgumentException e) {
      throw new IOException("this is not a line of an undo list: " + text, e);
    }
  }
}
