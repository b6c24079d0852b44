package io.affut.modelimport.tensorflowjs;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The attributes of a node, as the JSON form of TensorFlow's `NodeDef` has them: numbers may be
/// texts, texts are in base 64.
final class Attributes {
  private final String node;
  private final JsonNode json;

  /// @param node how messages name the node
  /// @param json an object of attributes by name, or a missing node for none
  Attributes(String node, JsonNode json) {
    this.node = node;
    this.json = json;
  }

  boolean flag(String name, boolean otherwise) throws ModelImportException {
    JsonNode value = json.path(name).path("b");
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw malformed(name);
    }
    return value.booleanValue();
  }

  float number(String name, float otherwise) throws ModelImportException {
    JsonNode value = json.path(name).path("f");
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw malformed(name);
    }
    return value.floatValue();
  }

  String text(String name, String otherwise) throws ModelImportException {
    JsonNode value = json.path(name).path("s");
    return value.isMissingNode() ? otherwise : decoded(name, value);
  }

  List<String> texts(String name) throws ModelImportException {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : json.path(name).path("list").path("s")) {
      texts.add(decoded(name, value));
    }
    return texts;
  }

  long integer(String name, long otherwise) throws ModelImportException {
    JsonNode value = json.path(name).path("i");
    return value.isMissingNode() ? otherwise : integer(name, value);
  }

  /// A list of integers that each fit 32 bits; `otherwise` where the attribute or the list is
  /// missing.
  int[] integers(String name, int... otherwise) throws ModelImportException {
    JsonNode list = json.path(name).path("list").path("i");
    if (list.isMissingNode()) {
      return otherwise;
    }
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      long value = integer(name, list.get(i));
      values[i] = (int) value;
      if (values[i] != value) {
        throw malformed(name);
      }
    }
    return values;
  }

  ElementType type(String name) throws ModelImportException {
    JsonNode type = json.path(name).path("type");
    return switch (type.asText()) {
      case "DT_FLOAT", "1" -> ElementType.FLOAT32;
      // TensorFlow.js itself has no 64-bit integers and computes with 32 bits.
      case "DT_INT32", "3", "DT_INT64", "9" -> ElementType.INT32;
      case "DT_UINT8", "4" -> ElementType.UINT8;
      case "DT_BOOL", "10" -> ElementType.BOOL;
      default ->
          throw new ModelImportException(
              node + " has the element type " + type + ", which is not known");
    };
  }

  /// A shape with -1 for each extent that is not known; empty where nothing at all is known.
  Optional<List<Long>> shape(String name) throws ModelImportException {
    return extents(node, json.path(name).path("shape"));
  }

  /// Reads TensorFlow's JSON form of a shape, `{"dim": [{"size": "3"}]}`.
  static Optional<List<Long>> extents(String owner, JsonNode shape) throws ModelImportException {
    if (!shape.isObject() || shape.path("unknownRank").asBoolean()) {
      return Optional.empty();
    }
    List<Long> extents = new ArrayList<>();
    for (JsonNode dimension : shape.path("dim")) {
      JsonNode size = dimension.path("size");
      try {
        extents.add(size.isMissingNode() ? -1 : Long.parseLong(size.asText()));
      } catch (NumberFormatException e) {
        throw new ModelImportException(
            owner + " has a shape with the extent " + size + ", which is no integer", e);
      }
    }
    return Optional.of(extents);
  }

  private long integer(String name, JsonNode value) throws ModelImportException {
    try {
      return Long.parseLong(value.asText());
    } catch (NumberFormatException e) {
      throw malformed(name);
    }
  }

  private String decoded(String name, JsonNode value) throws ModelImportException {
    if (value.isArray()) {
      StringBuilder text = new StringBuilder();
      value.forEach(character -> text.append((char) character.intValue()));
      return text.toString();
    }
    try {
      return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed(name);
    }
  }

  private ModelImportException malformed(String name) {
    return new ModelImportException(
        node + " has the attribute " + name + " in a form that is not known: " + json.path(name));
  }
}
