package io.affut.engine.species;

import io.affut.engine.model.ClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Classes by their names in any language, as DeepFaune writes them or correctly, in capitals or
/// not.
///
/// A word may mean one animal in one language and another in another: "nutria" is the otter in
/// Spanish and the coypu in others. Such a word is refused unless its language stands before it:
/// `es:nutria`.
final class ClassChoice {
  private final ClassNames classes;

  ClassChoice(ClassNames classes) {
    this.classes = classes;
  }

  /// The places of the classes that cannot be there: those of `excluded`, and all that are not in
  /// `species` unless it is empty.
  ///
  /// @throws LabelSettingException when a name is not known, or means several classes
  List<Integer> excluded(List<String> species, List<String> excluded) {
    Set<Integer> allowed = places(species);
    Set<Integer> forbidden = places(excluded);
    return IntStream.range(0, classes.size())
        .filter(
            place -> forbidden.contains(place) || !allowed.isEmpty() && !allowed.contains(place))
        .boxed()
        .toList();
  }

  private Set<Integer> places(List<String> names) {
    Set<Integer> places = new TreeSet<>();
    for (String name : names) {
      places.add(place(name));
    }
    return places;
  }

  private int place(String name) {
    int colon = name.indexOf(':');
    List<String> languages =
        colon < 0
            ? LabelLanguages.all()
            : LabelLanguages.find(name.substring(0, colon).strip()).stream().toList();
    String word = name.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
    Map<Integer, String> found = new TreeMap<>();
    for (String language : languages) {
      for (int place : places(word, language)) {
        found.putIfAbsent(place, language);
      }
    }
    if (found.isEmpty()) {
      throw new LabelSettingException(language ->
          "There is no class '%s': the classifier knows %s."
              .formatted(name.strip(), String.join(", ", classes.display(language))));
    }
    if (found.size() > 1) {
      throw new LabelSettingException(language -> ambiguous(word, found, language));
    }
    return found.keySet().iterator().next();
  }

  private Set<Integer> places(String word, String language) {
    Set<Integer> places = new TreeSet<>();
    for (List<String> names : List.of(classes.in(language), classes.display(language))) {
      for (int place = 0; place < names.size(); place++) {
        if (names.get(place).toLowerCase(Locale.ROOT).equals(word)) {
          places.add(place);
        }
      }
    }
    return places;
  }

  /// @param found the languages that it is a name in, by the class that it means there
  /// @param shown the language that the classes are named in
  private String ambiguous(String word, Map<Integer, String> found, String shown) {
    List<String> lines = new ArrayList<>();
    found.forEach((place, language) ->
        lines.add("%s:%s for %s".formatted(language, word, classes.display(shown).get(place))));
    return "'%s' is the name of several animals: write %s."
        .formatted(word, String.join(", ", lines));
  }
}
