package io.affut.modelimport.tensorflowjs;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;

/// One entry of the weights manifest: what a constant is, and how its elements are stored.
record Weight(String name, ElementType type, Shape shape, Storage storage) {
  /// How many bytes it takes in the weight files.
  long bytes() {
    return (long) shape.elements() * storage.bytes(type);
  }

  static Weight of(JsonNode json) throws ModelImportException {
    String name = json.path("name").asText();
    ElementType type =
        switch (json.path("dtype").asText()) {
          case "float32" -> ElementType.FLOAT32;
          case "int32" -> ElementType.INT32;
          case "uint8" -> ElementType.UINT8;
          case "bool" -> ElementType.BOOL;
          default ->
              throw new ModelImportException(
                  "the weight %s is of the type %s, which is not known"
                      .formatted(name, json.path("dtype")));
        };
    return new Weight(
        name,
        type,
        shape(name, json.path("shape")),
        Storage.of(name, type, json.path("quantization")));
  }

  private static Shape shape(String name, JsonNode json) throws ModelImportException {
    List<Long> extents = new ArrayList<>();
    for (JsonNode extent : json) {
      if (!extent.canConvertToLong() || !extent.isIntegralNumber()) {
        throw new ModelImportException(
            "the weight %s has the malformed shape %s".formatted(name, json));
      }
      extents.add(extent.longValue());
    }
    try {
      return Shape.of(extents);
    } catch (ShapeException e) {
      throw new ModelImportException("the weight " + name + ": " + e.getMessage(), e);
    }
  }
}
