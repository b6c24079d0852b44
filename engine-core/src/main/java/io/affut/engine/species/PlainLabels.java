package io.affut.engine.species;

import io.affut.engine.toml.TomlTable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;

/// The words for the labels that are no classes, as `labels.toml` has them, and with it the
/// languages that labels are known in.
final class PlainLabels {
  private static final PlainLabels SHIPPED =
      read(TomlTable.shipped(PlainLabels.class.getResourceAsStream("labels.toml")));

  private final Map<Label.Plain, Words> words = new EnumMap<>(Label.Plain.class);
  private final Map<String, String> aliases = new LinkedHashMap<>();

  private PlainLabels() {}

  /// @param names DeepFaune's, by language
  /// @param display the correctly written ones where they differ, by language
  private record Words(Map<String, String> names, Map<String, String> display) {}

  /// Those that come with Affût.
  static PlainLabels shipped() {
    return SHIPPED;
  }

  /// The labels in a file.
  ///
  /// @throws IllegalStateException when a label is missing, or has no word in a language that
  ///   another has one in
  static PlainLabels read(String toml) {
    PlainLabels labels = new PlainLabels();
    TomlTable root = TomlTable.parse(toml);
    labels.aliases.putAll(root.textsByKey("alias"));
    for (TomlTable table : root.tables("label")) {
      Label.Plain label = Label.Plain.valueOf(table.text("word").toUpperCase(Locale.ROOT));
      Map<String, String> display = table.has("display") ? table.textsByKey("display") : Map.of();
      labels.words.put(label, new Words(table.textsByKey("name"), display));
    }
    SequencedSet<String> languages = labels.languages();
    for (Label.Plain label : Label.Plain.values()) {
      Words known = labels.words.get(label);
      if (known == null) {
        throw new IllegalStateException("there are no words for " + label);
      }
      for (String language : languages) {
        if (!known.names().containsKey(language) && !known.display().containsKey(language)) {
          throw new IllegalStateException(label + " lacks the language " + language);
        }
      }
    }
    return labels;
  }

  /// The languages that there are words in, by their codes in alphabetical order.
  SequencedSet<String> languages() {
    TreeSet<String> languages = new TreeSet<>();
    for (Words known : words.values()) {
      languages.addAll(known.names().keySet());
      languages.addAll(known.display().keySet());
    }
    return languages;
  }

  /// The other codes that a language may be asked for by, and what they stand for.
  Map<String, String> aliases() {
    return aliases;
  }

  /// DeepFaune's word, or the correctly written one where it has none.
  String name(Label.Plain label, String language) {
    String name = words.get(label).names().get(language);
    return name == null ? display(label, language) : name;
  }

  /// The correctly written word.
  String display(Label.Plain label, String language) {
    Words known = words.get(label);
    String word = known.display().get(language);
    return word == null ? known.names().get(language) : word;
  }
}
