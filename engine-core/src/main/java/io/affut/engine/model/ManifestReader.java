package io.affut.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.affut.engine.detection.Category;
import io.affut.preprocessing.resize.LetterboxRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads `manifest.toml`. Whatever is missing or wrong is named with its key.
public final class ManifestReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}|unknown");

  private final String where;

  private ManifestReader(String where) {
    this.where = where;
  }

  /// Reads the manifest at `file`.
  ///
  /// @throws ModelException when it cannot be read, or says something that Affût does not
  ///   understand
  public static Manifest read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ModelException(
          "The manifest " + file + " cannot be read. Is the model's folder complete?", e);
    }
  }

  /// Reads a manifest from `toml`.
  ///
  /// @param where what error messages call it
  public static Manifest parse(String toml, String where) {
    try {
      return new ManifestReader(where).manifest(new TomlMapper().readTree(toml));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "The manifest %s is not valid TOML: %s".formatted(where, e.getOriginalMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ModelException("The manifest %s is wrong: %s.".formatted(where, e.getMessage()), e);
    }
  }

  private Manifest manifest(JsonNode root) {
    if (!text(root, "task").equals("detector")) {
      throw wrong("task", "only \"detector\" is known");
    }
    return new Manifest(
        matching(root, "id", ID),
        text(root, "description"),
        fileName(root),
        matching(root, "sha256", SHA256),
        text(root, "licence"),
        text(root, "source"),
        root.path("notice").asText(""),
        input(table(root, "input")),
        word(root, "decode", DecodeRule.class),
        word(root, "precision", Precision.class),
        head(table(root, "head")),
        thresholds(table(root, "thresholds")),
        classes(table(root, "classes")));
  }

  private Manifest.Input input(JsonNode input) {
    return new Manifest.Input(
        text(input, "name"),
        new LetterboxRule(
            whole(input, "size", 16, 16384),
            word(input, "shape", LetterboxRule.Shape.class),
            whole(input, "stride", 1, 1024),
            word(input, "placement", LetterboxRule.Placement.class),
            whole(input, "pad", 0, 255)),
        word(input, "layout", Manifest.Layout.class),
        word(input, "channels", Manifest.Channels.class),
        three(input, "mean"),
        three(input, "deviation"));
  }

  private Manifest.HeadSettings head(JsonNode head) {
    String kind = text(head, "kind");
    return switch (kind) {
      case "centernet" ->
          new Manifest.CenterNet(
              text(head, "heat"), text(head, "extent"), whole(head, "stride", 1, 64));
      default -> throw wrong("head.kind", "\"" + kind + "\" is not known; known are: centernet");
    };
  }

  private Manifest.Thresholds thresholds(JsonNode thresholds) {
    return new Manifest.Thresholds(
        (float) number(thresholds, "confidence", 0, 1),
        (float) number(thresholds, "overlap", 0, 1),
        whole(thresholds, "most_boxes", 1, 100_000));
  }

  private ClassMapping classes(JsonNode classes) {
    Map<Category, List<String>> categories = new LinkedHashMap<>();
    table(classes, "categories")
        .properties()
        .forEach(entry -> categories.put(new Category(entry.getKey()), texts(entry.getValue())));
    String others = text(classes, "others");
    if (!others.equals("keep") && !others.equals("drop")) {
      throw wrong("classes.others", "it is \"keep\" or \"drop\"");
    }
    return new ClassMapping(texts(require(classes, "names")), categories, others.equals("keep"));
  }

  private String fileName(JsonNode root) {
    String name = text(root, "file");
    if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw wrong("file", "it is the name of a file beside the manifest");
    }
    return name;
  }

  private JsonNode require(JsonNode parent, String key) {
    JsonNode value = parent.get(key);
    if (value == null) {
      throw wrong(key, "it is missing");
    }
    return value;
  }

  private JsonNode table(JsonNode parent, String key) {
    JsonNode value = require(parent, key);
    if (!value.isObject()) {
      throw wrong(key, "it is a table");
    }
    return value;
  }

  private String text(JsonNode parent, String key) {
    JsonNode value = require(parent, key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(key, "it is a text; where it is not known, \"unknown\"");
    }
    return value.textValue();
  }

  private String matching(JsonNode parent, String key, Pattern pattern) {
    String value = text(parent, key);
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, "\"%s\" is not of the form %s".formatted(value, pattern));
    }
    return value;
  }

  private List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private <E extends Enum<E>> E word(JsonNode parent, String key, Class<E> words) {
    String value = text(parent, key);
    for (E word : words.getEnumConstants()) {
      if (word.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
        return word;
      }
    }
    throw wrong(key, "\"%s\" is not known".formatted(value));
  }

  private double number(JsonNode parent, String key, double least, double most) {
    JsonNode value = require(parent, key);
    if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
      throw wrong(key, "it is a number from %s to %s".formatted(least, most));
    }
    return value.doubleValue();
  }

  private int whole(JsonNode parent, String key, int least, int most) {
    JsonNode value = require(parent, key);
    if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
      throw wrong(key, "it is a whole number from %d to %d".formatted(least, most));
    }
    return value.intValue();
  }

  private List<Float> three(JsonNode parent, String key) {
    JsonNode value = require(parent, key);
    if (!value.isArray() || value.size() != 3) {
      throw wrong(key, "it is three numbers, one a channel");
    }
    List<Float> numbers = new ArrayList<>();
    value.forEach(element -> numbers.add((float) element.doubleValue()));
    return List.copyOf(numbers);
  }

  private ModelException wrong(String key, String what) {
    return new ModelException(
        "The manifest %s is wrong at \"%s\": %s.".formatted(where, key, what));
  }
}
