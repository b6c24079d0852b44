package io.affut.engine.megadetector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A file in MegaDetector's batch format, of any version, whoever wrote it. It may have any size:
/// one picture of it is in memory at a time. Its parts may come in any order. Each method reads it
/// from its beginning.
public final class BatchFile {
  /// Python writes numbers that JSON does not know.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  private final Path path;

  /// The file at `path`, which is not opened yet.
  public BatchFile(Path path) {
    this.path = path;
  }

  /// Takes the elements of `images`, one after the other.
  public interface Taker {
    /// Takes an element, which should be an object that names a picture, and may be anything.
    void take(JsonNode picture) throws IOException;
  }

  /// What the file says of all of its pictures. Categories that boxes have and the file does not
  /// explain are among its categories, under names made of their ids, unless it explains none.
  ///
  /// @throws BatchFormatException when it is no such file
  /// @throws IOException when it cannot be read
  public BatchHeading heading() throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    return read(element -> addCategories(element, ids)).naming(ids);
  }

  private static void addCategories(JsonParser parser, Set<String> ids) throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token.isScalarValue() && "category".equals(parser.currentName())) {
        ids.add(parser.getText());
      }
    } while (depth > 0 && parser.nextToken() != null);
  }

  /// What the file says of all of its pictures. On the way it hands over the paths of those that
  /// have one, in their order.
  ///
  /// @throws BatchFormatException when it is no such file
  /// @throws IOException when it cannot be read
  public BatchHeading heading(Consumer<String> paths) throws IOException {
    return read(parser -> {
      String file = null;
      if (!parser.isExpectedStartObjectToken()) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean named = parser.currentName().equals("file");
        if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
          file = parser.getText();
        }
        parser.skipChildren();
      }
      if (file != null) {
        paths.accept(file);
      }
    });
  }

  /// Hands over all that is said of each picture, in the file's order.
  ///
  /// @throws BatchFormatException when it is no such file; what stands before the damage has been
  ///   handed over
  /// @throws IOException of the taker, or when it cannot be read
  public void forEach(Taker taker) throws IOException {
    read(parser -> taker.take(MAPPER.readTree(parser)));
  }

  /// Reads an element of `images`, at whose beginning the parser is, to its end.
  private interface Element {
    void read(JsonParser parser) throws IOException;
  }

  private BatchHeading read(Element element) throws IOException {
    try (JsonParser parser = FACTORY.createParser(path.toFile())) {
      return read(parser, element);
    } catch (StreamConstraintsException e) {
      throw new BatchFormatException("it has something that is too large", true, e);
    } catch (JsonProcessingException e) {
      boolean ends = e.getOriginalMessage().startsWith("Unexpected end-of-input");
      throw new BatchFormatException(
          "%s, in line %d"
              .formatted(
                  ends ? "it ends in the middle" : "it is no JSON", e.getLocation().getLineNr()),
          true,
          e);
    }
  }

  private static BatchHeading read(JsonParser parser, Element element) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new BatchFormatException("it is no JSON object", false, null);
    }
    boolean images = false;
    JsonNode info = MAPPER.createObjectNode();
    Map<String, String> categories = new LinkedHashMap<>();
    Map<String, String> classes = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "images" -> {
          images(parser, token, element);
          images = true;
        }
        case "detection_categories" -> names(parser, categories);
        case "classification_categories" -> names(parser, classes);
        case "info" -> info = MAPPER.readTree(parser);
        default -> parser.skipChildren();
      }
    }
    if (!images) {
      throw new BatchFormatException("it has no images", false, null);
    }
    return new BatchHeading(info, categories, classes);
  }

  private static void images(JsonParser parser, JsonToken token, Element element)
      throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw new BatchFormatException("its images are no list", false, null);
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read(parser);
    }
  }

  private static void names(JsonParser parser, Map<String, String> names) throws IOException {
    MAPPER
        .<JsonNode>readTree(parser)
        .properties()
        .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
  }
}
