package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affut.engine.detection.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassMappingTest {
  private static final List<String> NAMES = List.of("Cow", "tent", "horse", "Hiker");
  private static final Map<Category, List<String>> CATEGORIES =
      Map.of(Category.ANIMAL, List.of("horse", "COW"), Category.PERSON, List.of("hiker"));

  @Test
  void classesAreFoundWhateverTheirCase() {
    ClassMapping mapping = new ClassMapping(NAMES, CATEGORIES, false);
    assertThat(mapping.category(0)).contains(Category.ANIMAL);
    assertThat(mapping.category(2)).contains(Category.ANIMAL);
    assertThat(mapping.category(3)).contains(Category.PERSON);
    assertThat(mapping.size()).isEqualTo(4);
    assertThat(mapping.names()).isEqualTo(NAMES);
  }

  @Test
  void otherClassesAreDropped() {
    ClassMapping mapping = new ClassMapping(NAMES, CATEGORIES, false);
    assertThat(mapping.category(1)).isEmpty();
    assertThat(mapping.categories())
        .containsExactly(Category.ANIMAL, Category.PERSON, Category.VEHICLE);
  }

  @Test
  void orAreCategoriesOfTheirOwnAfterTheThreeOfEveryProgram() {
    ClassMapping mapping = new ClassMapping(NAMES, CATEGORIES, true);
    assertThat(mapping.category(1)).isEqualTo(Optional.of(new Category("tent")));
    assertThat(mapping.categories())
        .containsExactly(Category.ANIMAL, Category.PERSON, Category.VEHICLE, new Category("tent"));
  }

  @Test
  void theClassesOfACategoryAreInTheNetworksOrder() {
    assertThat(new ClassMapping(NAMES, CATEGORIES, false).byCategory())
        .isEqualTo(
            Map.of(Category.ANIMAL, List.of("Cow", "horse"), Category.PERSON, List.of("Hiker")));
  }

  @Test
  void aClassThatTheNetworkDoesNotHaveIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ClassMapping(NAMES, Map.of(Category.ANIMAL, List.of("unicorn")), false))
        .withMessageContaining("animal")
        .withMessageContaining("unicorn");
  }

  @Test
  void aClassBelongsToOneCategoryOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ClassMapping(
                NAMES,
                Map.of(Category.ANIMAL, List.of("cow"), Category.PERSON, List.of("Cow")),
                false))
        .withMessageContaining("two categories");
  }
}
