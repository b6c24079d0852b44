package io.affut.engine.model;

import io.affut.engine.detection.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/// Which category each class of a network belongs to. The order of the classes is that of the
/// network's output.
public final class ClassMapping {
  private final List<String> names;
  private final Map<Category, List<String>> named;
  private final boolean keepsOthers;
  private final List<Optional<Category>> byClass;

  /// Maps classes to categories; upper and lower case are the same.
  ///
  /// @param names the network's classes, in the order of its output
  /// @param categories for each category the classes that it holds
  /// @param keepOthers whether a class of no category is one of its own, under its own name, or is
  ///   dropped
  /// @throws IllegalArgumentException when a category names a class that the network does not have,
  ///   or two name the same
  public ClassMapping(
      List<String> names, Map<Category, List<String>> categories, boolean keepOthers) {
    this.names = List.copyOf(names);
    this.named = new LinkedHashMap<>();
    this.keepsOthers = keepOthers;
    categories.forEach((category, classes) -> named.put(category, List.copyOf(classes)));
    Map<String, Category> wanted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    categories.forEach((category, classes) ->
        classes.forEach(name -> {
          if (names.stream().noneMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException(
                "category "
                    + category.name()
                    + " names the class "
                    + name
                    + ", which the network does not have");
          }
          if (wanted.put(name, category) != null) {
            throw new IllegalArgumentException("the class " + name + " is in two categories");
          }
        }));
    List<Optional<Category>> mapped = new ArrayList<>();
    for (String name : names) {
      Category category = wanted.get(name);
      if (category == null && keepOthers) {
        category = new Category(name.toLowerCase(Locale.ROOT));
      }
      mapped.add(Optional.ofNullable(category));
    }
    this.byClass = List.copyOf(mapped);
  }

  /// How many classes the network has.
  public int size() {
    return names.size();
  }

  /// The classes, in the order of the network's output.
  public List<String> names() {
    return names;
  }

  /// The classes that each category was said to hold.
  public Map<Category, List<String>> named() {
    return Collections.unmodifiableMap(named);
  }

  /// Whether a class of no category is one of its own, or is dropped.
  public boolean keepsOthers() {
    return keepsOthers;
  }

  /// The category of the class at `index` of the network's output, or none when the class is
  /// dropped.
  public Optional<Category> category(int index) {
    return byClass.get(index);
  }

  /// Every category that this network can find, the three standard ones first.
  public SequencedSet<Category> categories() {
    SequencedSet<Category> found = new LinkedHashSet<>(Category.STANDARD);
    byClass.forEach(category -> category.ifPresent(found::add));
    return found;
  }

  /// The classes of each category, in the network's order.
  public Map<Category, List<String>> byCategory() {
    Map<Category, List<String>> classes = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      byClass
          .get(i)
          .ifPresent(c -> classes.computeIfAbsent(c, ignored -> new ArrayList<>()).add(name));
    }
    return classes;
  }
}
