package io.affut.engine.given;

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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A file in MegaDetector's batch format, version 1 of any minor version, whoever wrote it. It may
/// have any size: one picture of it is in memory at a time. Its parts may come in any order.
final class BoxFile {
  /// Python writes numbers that JSON does not know.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  private final Path path;

  BoxFile(Path path) {
    this.path = path;
  }

  /// What the file says of itself.
  ///
  /// @param detector that found the boxes, where it is named
  /// @param typicalConfidence the confidence that the detector is usually used with, where it is
  ///   said
  /// @param imageSize of the detector's input in pixels; 0 where it is not said
  /// @param categories names by id
  /// @param nameless how many elements name no picture
  record Heading(
      Optional<String> detector,
      Optional<Float> typicalConfidence,
      int imageSize,
      Map<String, String> categories,
      int nameless) {}

  /// Shows the path of each picture, in the file's order.
  ///
  /// @throws BoxFileException when it cannot be read
  void paths(Consumer<String> paths) {
    read(
        new Reading(parser -> {
          String file = null;
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
          return file != null;
        }));
  }

  /// Shows what is said of each picture, in the file's order.
  ///
  /// @throws BoxFileException when it cannot be read
  Heading entries(EntryReader reader, Consumer<GivenEntry> entries) {
    return read(
        new Reading(parser -> {
          JsonNode entry = MAPPER.readTree(parser);
          JsonNode file = entry.path("file");
          if (file.isTextual()) {
            entries.accept(reader.read(file.textValue(), entry));
          }
          return file.isTextual();
        }));
  }

  /// Reads an element of `images`, at whose beginning the parser is, to its end.
  private interface Element {
    /// @return whether it names a picture
    boolean read(JsonParser parser) throws IOException;
  }

  private Heading read(Reading reading) {
    try (JsonParser parser = FACTORY.createParser(path.toFile())) {
      return reading.all(parser);
    } catch (StreamConstraintsException e) {
      throw refused("it has something that is too large", e);
    } catch (JsonProcessingException e) {
      boolean ends = e.getOriginalMessage().startsWith("Unexpected end-of-input");
      throw refused(
          "%s, in line %d"
              .formatted(
                  ends ? "it ends in the middle" : "it is no JSON", e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new BoxFileException(
          "The file %s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private BoxFileException refused(String why, IOException cause) {
    return new BoxFileException(
        "The file %s is no result file in MegaDetector's format: %s.".formatted(path, why), cause);
  }

  /// One way through the file.
  private final class Reading {
    private final Element element;
    private final Map<String, String> categories = new LinkedHashMap<>();
    private JsonNode info = MAPPER.createObjectNode();
    private boolean images;
    private int nameless;

    Reading(Element element) {
      this.element = element;
    }

    Heading all(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused("it is no JSON object", null);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "images" -> images(parser, token);
          case "detection_categories" ->
              MAPPER
                  .<JsonNode>readTree(parser)
                  .properties()
                  .forEach(e -> categories.put(e.getKey(), e.getValue().asText()));
          case "info" -> info(MAPPER.readTree(parser));
          default -> parser.skipChildren();
        }
      }
      if (!images) {
        throw refused("it has no images", null);
      }
      JsonNode detector = info.path("detector_metadata");
      return new Heading(
          text(info.path("detector")),
          Optional.of(detector.path("typical_detection_threshold"))
              .filter(JsonNode::isNumber)
              .map(JsonNode::floatValue),
          detector.path("image_size").asInt(0),
          categories,
          nameless);
    }

    private void images(JsonParser parser, JsonToken token) throws IOException {
      if (token != JsonToken.START_ARRAY) {
        throw refused("its images are no list", null);
      }
      images = true;
      while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
        if (token != JsonToken.START_OBJECT) {
          parser.skipChildren();
          nameless++;
        } else if (!element.read(parser)) {
          nameless++;
        }
      }
    }

    /// Versions before 1.0 said nothing of their format, and had the same.
    private void info(JsonNode read) {
      info = read;
      String version = read.path("format_version").asText("1");
      if (!version.matches("1(\\..*)?")) {
        throw refused("its format is %s, and only 1 is known".formatted(version), null);
      }
    }
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(s -> !s.isBlank());
  }
}
