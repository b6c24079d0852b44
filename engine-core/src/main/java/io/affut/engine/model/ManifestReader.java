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

  /// Neither a path, nor hidden, nor a drive of Windows.
  private static final Pattern FILE_NAME =
      Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");

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
      return new ManifestReader(where).manifest(new Table("", new TomlMapper().readTree(toml)));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "The manifest %s is not valid TOML: %s".formatted(where, e.getOriginalMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ModelException("The manifest %s is wrong: %s.".formatted(where, e.getMessage()), e);
    }
  }

  /// A table of the manifest.
  ///
  /// @param name of the table and those around it, or empty for the whole manifest
  private record Table(String name, JsonNode node) {
    String path(String key) {
      return name.isEmpty() ? key : name + "." + key;
    }
  }

  private Manifest manifest(Table root) {
    if (!text(root, "task").equals("detector")) {
      throw wrong(root, "task", "only \"detector\" is known");
    }
    return new Manifest(
        matching(root, "id", ID),
        text(root, "description"),
        fileName(root),
        matching(root, "sha256", SHA256),
        text(root, "licence"),
        text(root, "source"),
        root.node().path("notice").asText(""),
        input(table(root, "input")),
        word(root, "decode", DecodeRule.class),
        word(root, "precision", Precision.class),
        head(table(root, "head")),
        thresholds(table(root, "thresholds")),
        classes(table(root, "classes")));
  }

  private Manifest.Input input(Table input) {
    return new Manifest.Input(
        text(input, "name"),
        new LetterboxRule(
            whole(input, "size", 16, LetterboxRule.LARGEST_SIZE),
            word(input, "shape", LetterboxRule.Shape.class),
            whole(input, "stride", 1, 1024),
            word(input, "placement", LetterboxRule.Placement.class),
            whole(input, "pad", 0, 255)),
        word(input, "layout", Manifest.Layout.class),
        word(input, "channels", Manifest.Channels.class),
        three(input, "mean"),
        divisors(input, "deviation"));
  }

  private Manifest.HeadSettings head(Table head) {
    String kind = text(head, "kind");
    return switch (kind) {
      case "centernet" ->
          new Manifest.CenterNet(
              text(head, "heat"), text(head, "extent"), whole(head, "stride", 1, 64));
      case "yolo-anchor-free" -> new Manifest.YoloAnchorFree(text(head, "output"));
      default ->
          throw wrong(
              head,
              "kind",
              "\"" + kind + "\" is not known; known are: centernet, yolo-anchor-free");
    };
  }

  private Manifest.Thresholds thresholds(Table thresholds) {
    return new Manifest.Thresholds(
        (float) number(thresholds, "confidence", 0, 1),
        (float) number(thresholds, "overlap", 0, 1),
        whole(thresholds, "most_boxes", 1, 100_000));
  }

  private ClassMapping classes(Table classes) {
    Map<Category, List<String>> categories = new LinkedHashMap<>();
    Table named = table(classes, "categories");
    for (String name : named.node().properties().stream().map(Map.Entry::getKey).toList()) {
      if (name.isBlank() || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw wrong(named, name, "a category's name is written in lower case");
      }
      categories.put(new Category(name), texts(named, name));
    }
    String others = text(classes, "others");
    if (!others.equals("keep") && !others.equals("drop")) {
      throw wrong(classes, "others", "it is \"keep\" or \"drop\"");
    }
    List<String> names = texts(classes, "names");
    if (names.isEmpty()) {
      throw wrong(classes, "names", "it is empty");
    }
    return new ClassMapping(names, categories, others.equals("keep"));
  }

  private String fileName(Table root) {
    String name = text(root, "file");
    if (!FILE_NAME.matcher(name).matches()) {
      throw wrong(root, "file", "it is the name of a file beside the manifest");
    }
    return name;
  }

  private JsonNode require(Table parent, String key) {
    JsonNode value = parent.node().get(key);
    if (value == null) {
      throw wrong(parent, key, "it is missing");
    }
    return value;
  }

  private Table table(Table parent, String key) {
    JsonNode value = require(parent, key);
    if (!value.isObject()) {
      throw wrong(parent, key, "it is a table");
    }
    return new Table(parent.path(key), value);
  }

  private String text(Table parent, String key) {
    JsonNode value = require(parent, key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(parent, key, "it is a text; where it is not known, \"unknown\"");
    }
    return value.textValue();
  }

  private String matching(Table parent, String key, Pattern pattern) {
    String value = text(parent, key);
    if (!pattern.matcher(value).matches()) {
      throw wrong(parent, key, "\"%s\" is not of the form %s".formatted(value, pattern));
    }
    return value;
  }

  private List<String> texts(Table parent, String key) {
    JsonNode array = require(parent, key);
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.textValue()));
    if (!array.isArray() || texts.contains(null)) {
      throw wrong(parent, key, "it is a list of texts");
    }
    return texts;
  }

  private <E extends Enum<E>> E word(Table parent, String key, Class<E> words) {
    String value = text(parent, key);
    Map<String, E> known = new LinkedHashMap<>();
    for (E word : words.getEnumConstants()) {
      known.put(word.name().toLowerCase(Locale.ROOT).replace('_', '-'), word);
    }
    if (!known.containsKey(value)) {
      throw wrong(
          parent,
          key,
          "\"%s\" is not known; known are: %s".formatted(value, String.join(", ", known.keySet())));
    }
    return known.get(value);
  }

  private double number(Table parent, String key, double least, double most) {
    JsonNode value = require(parent, key);
    // Written so that TOML's nan is refused too.
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(parent, key, "it is a number from %s to %s".formatted(least, most));
    }
    return value.doubleValue();
  }

  private int whole(Table parent, String key, int least, int most) {
    JsonNode value = require(parent, key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(parent, key, "it is a whole number from %d to %d".formatted(least, most));
    }
    return value.intValue();
  }

  private List<Float> three(Table parent, String key) {
    JsonNode value = require(parent, key);
    List<Float> numbers = new ArrayList<>();
    value.forEach(element -> numbers.add(element.isNumber() ? element.floatValue() : Float.NaN));
    if (!value.isArray() || numbers.size() != 3 || !numbers.stream().allMatch(Float::isFinite)) {
      throw wrong(parent, key, "it is three numbers, one a channel");
    }
    return List.copyOf(numbers);
  }

  private List<Float> divisors(Table parent, String key) {
    List<Float> numbers = three(parent, key);
    if (numbers.contains(0f) || numbers.contains(-0f)) {
      throw wrong(parent, key, "nothing can be divided by 0");
    }
    return numbers;
  }

  private ModelException wrong(Table parent, String key, String what) {
    return new ModelException(
        "The manifest %s is wrong at \"%s\": %s.".formatted(where, parent.path(key), what));
  }
}
