package io.affut.engine.install;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.toml.TomlTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which classes are an animal, a person or a vehicle by their usual names, whatever their case.
final class UsualNames {
  private static final TomlTable NAMES =
      TomlTable.parse(TomlTable.shipped(UsualNames.class.getResourceAsStream("usual-names.toml")));

  private UsualNames() {}

  /// Maps the classes that have usual names; the others stay categories under their own names.
  static ClassMapping mapping(List<String> classes) {
    Map<Category, List<String>> categories = new LinkedHashMap<>();
    for (Category category : Category.STANDARD) {
      List<String> usual = NAMES.texts(category.name());
      Set<String> held = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      classes.stream()
          .filter(name -> usual.contains(name.strip().toLowerCase(Locale.ROOT)))
          .forEach(held::add);
      if (!held.isEmpty()) {
        categories.put(category, List.copyOf(held));
      }
    }
    return new ClassMapping(classes, categories, true);
  }
}
