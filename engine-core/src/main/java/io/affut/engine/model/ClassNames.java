package io.affut.engine.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What the logits of a classifier stand for, in the order of its output.
public sealed interface ClassNames {

  /// How many classes there are.
  int size();

  /// The names in a language, where the classes have names in it, else in the language that they
  /// have.
  ///
  /// @param language as class lists write it, such as `fr`
  List<String> in(String language);

  /// The correctly written words in a language, for people to read; those of [#in] where nobody has
  /// written others.
  default List<String> display(String language) {
    return in(language);
  }

  /// The class whose kinds a bird head tells apart, if there is one: the one that is called so.
  default OptionalInt birds() {
    int place = in("en").indexOf("bird");
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /// Classes of a list that comes with Affût.
  record Listed(ClassList list) implements ClassNames {
    @Override
    public int size() {
      return list.size();
    }

    @Override
    public List<String> in(String language) {
      return list.names(known(language));
    }

    @Override
    public List<String> display(String language) {
      return list.display(known(language));
    }

    @Override
    public OptionalInt birds() {
      return list.birds();
    }

    private String known(String language) {
      return list.languages().contains(language) ? language : "en";
    }
  }

  /// Classes with one name each.
  record Named(List<String> names) implements ClassNames {
    /// Keeps a copy of the list.
    public Named {
      names = List.copyOf(names);
    }

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public List<String> in(String language) {
      return names;
    }
  }

  /// Classes that nobody has named; they are called by their place in the network's output.
  record Unnamed(int size) implements ClassNames {
    @Override
    public List<String> in(String language) {
      return IntStream.range(0, size).mapToObj(i -> "class " + i).toList();
    }
  }
}
