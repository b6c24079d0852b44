package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsualNamesTest {
  private static List<String> categories(String... classes) {
    ClassMapping mapping = UsualNames.mapping(List.of(classes));
    return java.util.stream.IntStream.range(0, classes.length)
        .mapToObj(i -> mapping.category(i).map(Category::name).orElse("none"))
        .toList();
  }

  @Test
  void usualNamesAreTheThreeCategoriesWhateverTheirCase() {
    assertThat(categories("Animal", "person", "CAR", "Human", "truck"))
        .containsExactly("animal", "person", "vehicle", "person", "vehicle");
  }

  @Test
  void otherClassesStayUnderTheirOwnNames() {
    assertThat(categories("Animal", "Rock", "Trash", "red fox"))
        .containsExactly("animal", "rock", "trash", "red fox");
  }

  @Test
  void aNameMayStandTwice() {
    assertThat(categories("Person", "person", "people")).containsOnly("person");
  }
}
