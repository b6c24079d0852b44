package io.affut.engine.model;

import io.affut.engine.toml.TomlTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The class lists that come with Affût. A list is data: a file in `classes`, in which each class
/// has its place in one list or several, and its name in each language.
public final class ClassLists {
  private static final List<String> FILES =
      List.of("deepfaune.toml", "deepfaune-birds.toml", "deepfaune-new-england.toml");
  private static final List<ClassList> ALL =
      FILES.stream()
          .flatMap(file ->
              read(TomlTable.shipped(ClassLists.class.getResourceAsStream("classes/" + file)))
                  .stream())
          .toList();

  private ClassLists() {}

  /// All lists.
  public static List<ClassList> all() {
    return ALL;
  }

  /// The list called `id`.
  public static Optional<ClassList> find(String id) {
    return ALL.stream().filter(list -> list.id().equals(id)).findFirst();
  }

  /// The lists in a file.
  ///
  /// @throws IllegalStateException when the places of a list have a hole, or one is taken twice, or
  ///   a class lacks a language that another has
  static List<ClassList> read(String toml) {
    Map<String, TreeMap<Integer, ClassList.Entry>> lists = new TreeMap<>();
    for (TomlTable table : TomlTable.parse(toml).tables("class")) {
      ClassList.Entry entry = entry(table);
      TomlTable place = table.table("place");
      for (String list : place.keys()) {
        int index = place.whole(list, 0, 100_000);
        if (lists.computeIfAbsent(list, l -> new TreeMap<>()).put(index, entry) != null) {
          throw new IllegalStateException("two classes of " + list + " have the place " + index);
        }
      }
    }
    List<ClassList> read = new ArrayList<>();
    lists.forEach((id, byPlace) -> {
      List<ClassList.Entry> classes = List.copyOf(byPlace.values());
      if (byPlace.lastKey() != classes.size() - 1) {
        throw new IllegalStateException("the places of " + id + " have a hole");
      }
      Set<String> languages = classes.getFirst().names().keySet();
      for (ClassList.Entry entry : classes) {
        if (!entry.names().keySet().equals(languages)) {
          throw new IllegalStateException("a class of " + id + " lacks a language");
        }
        if (!languages.containsAll(entry.display().keySet())) {
          throw new IllegalStateException("a class of " + id + " has no name in a language");
        }
      }
      read.add(new ClassList(id, classes));
    });
    return read;
  }

  private static ClassList.Entry entry(TomlTable table) {
    return new ClassList.Entry(
        table.textsByKey("name"),
        table.has("display") ? table.textsByKey("display") : Map.of(),
        table.has("birds"));
  }
}
