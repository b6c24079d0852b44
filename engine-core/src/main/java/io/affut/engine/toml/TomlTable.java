package io.affut.engine.toml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A table of a TOML file, whose values are asked for with what they have to be. Whatever is
/// missing or wrong is a [TomlException] that names its key.
public final class TomlTable {
  private final String name;
  private final JsonNode node;

  private TomlTable(String name, JsonNode node) {
    this.name = name;
    this.node = node;
  }

  /// Reads a whole file.
  ///
  /// @throws TomlException when it is not valid TOML
  public static TomlTable parse(String toml) {
    try {
      return new TomlTable("", new TomlMapper().readTree(toml));
    } catch (JsonProcessingException e) {
      throw new TomlException("not valid TOML: " + e.getOriginalMessage(), e);
    }
  }

  /// The text of a file that comes with the program, which is closed.
  public static String shipped(InputStream resource) {
    try (resource) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether there is a value.
  public boolean has(String key) {
    return node.has(key);
  }

  /// The names of all values, in the order of the file.
  public List<String> keys() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /// The table under `key`.
  public TomlTable table(String key) {
    JsonNode value = require(key);
    if (!value.isObject()) {
      throw wrong(key, "it is a table");
    }
    return new TomlTable(path(key), value);
  }

  /// The tables under `key`, such as those of each `[[key]]`; none where there is nothing.
  public List<TomlTable> tables(String key) {
    JsonNode array = node.path(key);
    List<TomlTable> tables = new ArrayList<>();
    array.forEach(element -> tables.add(new TomlTable(path(key), element)));
    boolean right = array.isMissingNode() || array.isArray();
    if (!right || tables.stream().anyMatch(table -> !table.node.isObject())) {
      throw wrong(key, "it is a list of tables");
    }
    return tables;
  }

  /// A text that says something.
  public String text(String key) {
    JsonNode value = require(key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(key, "it is a text; where it is not known, \"unknown\"");
    }
    return value.textValue();
  }

  /// A text that may be left out.
  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /// A text of the form of `pattern`.
  public String matching(String key, Pattern pattern) {
    String value = text(key);
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, "\"%s\" is not of the form %s".formatted(value, pattern));
    }
    return value;
  }

  /// The texts of the table under `key`, by their own keys, in the order of the file.
  public Map<String, String> textsByKey(String key) {
    TomlTable table = table(key);
    Map<String, String> texts = new LinkedHashMap<>();
    table.keys().forEach(name -> texts.put(name, table.text(name)));
    return texts;
  }

  /// A list of texts.
  public List<String> texts(String key) {
    JsonNode array = require(key);
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.textValue()));
    if (!array.isArray() || texts.contains(null)) {
      throw wrong(key, "it is a list of texts");
    }
    return texts;
  }

  /// One of the words of an enumeration, written in lower case with hyphens.
  public <E extends Enum<E>> E word(String key, Class<E> words) {
    String value = text(key);
    Map<String, E> known = new LinkedHashMap<>();
    for (E word : words.getEnumConstants()) {
      known.put(word.name().toLowerCase(Locale.ROOT).replace('_', '-'), word);
    }
    if (!known.containsKey(value)) {
      throw wrong(
          key,
          "\"%s\" is not known; known are: %s".formatted(value, String.join(", ", known.keySet())));
    }
    return known.get(value);
  }

  /// A number within bounds.
  public double number(String key, double least, double most) {
    JsonNode value = require(key);
    // Written so that TOML's nan is refused too.
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(key, "it is a number from %s to %s".formatted(least, most));
    }
    return value.doubleValue();
  }

  /// A whole number within bounds.
  public long whole(String key, long least, long most) {
    JsonNode value = require(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(key, "it is a whole number from %d to %d".formatted(least, most));
    }
    return value.longValue();
  }

  /// A whole number within bounds, as an `int`.
  public int whole(String key, int least, int most) {
    return (int) whole(key, (long) least, (long) most);
  }

  /// Three numbers.
  public List<Float> three(String key) {
    JsonNode value = require(key);
    List<Float> numbers = new ArrayList<>();
    value.forEach(element -> numbers.add(element.isNumber() ? element.floatValue() : Float.NaN));
    if (!value.isArray() || numbers.size() != 3 || !numbers.stream().allMatch(Float::isFinite)) {
      throw wrong(key, "it is three numbers, one a channel");
    }
    return List.copyOf(numbers);
  }

  /// Whatever a single value is, as a text.
  public String plain(String key) {
    JsonNode value = require(key);
    if (value.isContainerNode()) {
      throw wrong(key, "it is a single value");
    }
    return value.asText();
  }

  /// The exception for a value that is not what it has to be.
  ///
  /// @param what is wrong, without a full stop
  public TomlException wrong(String key, String what) {
    return new TomlException("wrong at \"%s\": %s".formatted(path(key), what), null);
  }

  private JsonNode require(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw wrong(key, "it is missing");
    }
    return value;
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
