package io.affut.engine.recipe;

import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.recipe.Recipe.ClassifierStep;
import io.affut.engine.recipe.Recipe.DetectorStep;
import io.affut.engine.toml.TomlTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The recipes that come with Affût: a TOML file.
///
/// @param all in the file's order
/// @param usual what runs where nobody names a detector, the preferred first
public record Recipes(List<Recipe> all, List<Recipe> usual) {
  private static final Recipes OURS =
      parse(TomlTable.shipped(Recipes.class.getResourceAsStream("recipes.toml")));

  /// Those that come with Affût.
  public static Recipes ours() {
    return OURS;
  }

  /// The recipe of that name, whatever its case.
  public Optional<Recipe> find(String name) {
    return all.stream().filter(recipe -> recipe.name().equalsIgnoreCase(name)).findFirst();
  }

  private enum Combine {
    ONE,
    BACKSTOP,
    MERGE
  }

  /// Reads a file of recipes.
  ///
  /// @throws io.affut.engine.toml.TomlException when something is missing or wrong
  static Recipes parse(String toml) {
    TomlTable file = TomlTable.parse(toml);
    List<Recipe> all = new ArrayList<>();
    for (TomlTable table : file.tables("recipe")) {
      all.add(
          new Recipe(
              table.text("name"),
              table.text("title"),
              source(table),
              table.texts("classifiers").stream()
                  .map(name -> classifier(file.table("classifier").table(name)))
                  .toList()));
    }
    Recipes unordered = new Recipes(List.copyOf(all), List.of());
    return new Recipes(
        unordered.all(),
        file.texts("usual").stream()
            .map(name ->
                unordered
                    .find(name)
                    .orElseThrow(() -> file.wrong("usual", "there is no recipe " + name)))
            .toList());
  }

  private static BoxSource<DetectorStep> source(TomlTable recipe) {
    List<DetectorStep> steps =
        recipe.tables("detector").stream()
            .map(step ->
                new DetectorStep(step.texts("models"), (float) step.number("confidence", 0, 1)))
            .toList();
    Combine combine = recipe.word("combine", Combine.class);
    int wanted = combine == Combine.ONE ? 1 : 2;
    if (steps.size() != wanted) {
      throw recipe.wrong("detector", "there are %d instead of %d".formatted(steps.size(), wanted));
    }
    return switch (combine) {
      case ONE -> new BoxSource.One<>(steps.getFirst());
      case BACKSTOP -> new BoxSource.Backstop<>(steps.getFirst(), steps.getLast());
      case MERGE ->
          new BoxSource.Merge<>(
              steps.getFirst(), steps.getLast(), (float) recipe.number("overlap", 0, 1));
    };
  }

  private static ClassifierStep classifier(TomlTable table) {
    return new ClassifierStep(table.texts("models"), table.texts("bird_heads"));
  }
}
