package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassListsTest {
  private static ClassList list(String id) {
    return ClassLists.find(id).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "deepfaune-1.3, 34",
    "deepfaune-1.4, 38",
    "deepfaune-1.5, 40",
    "deepfaune-birds, 8",
    "deepfaune-new-england, 24"
  })
  void aListHasSoManyClassesAsTheNetworkHas(String id, int size) {
    assertThat(list(id).size()).isEqualTo(size);
    assertThat(list(id).names("en")).hasSize(size).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"deepfaune-1.3", "deepfaune-1.4", "deepfaune-1.5", "deepfaune-birds"})
  void everyClassOfDeepFauneHasANameInEachOfItsLanguages(String id) {
    assertThat(list(id).languages())
        .containsExactlyInAnyOrder("fr", "en", "it", "de", "es", "no", "se", "pt");
    for (String language : list(id).languages()) {
      assertThat(list(id).names(language))
          .allSatisfy(name -> assertThat(name).isNotBlank().isEqualTo(name.strip()));
    }
  }

  /// The networks were trained in this order, so each version's list is the next one's with holes.
  @Test
  void aNewVersionAddsClassesAndKeepsTheOrderOfTheOthers() {
    assertThat(list("deepfaune-1.4").names("fr"))
        .containsSubsequence(list("deepfaune-1.3").names("fr"));
    assertThat(list("deepfaune-1.5").names("fr"))
        .containsSubsequence(list("deepfaune-1.4").names("fr"));
  }

  @Test
  void theOrderIsThatOfTheOutput() {
    assertThat(list("deepfaune-1.5").names("en")).startsWith("bison", "badger").endsWith("cow");
    assertThat(list("deepfaune-1.5").names("en").get(23)).isEqualTo("mongoose");
    assertThat(list("deepfaune-1.4").names("en").get(23)).isEqualTo("marmot");
    assertThat(list("deepfaune-1.3").names("en").get(5)).isEqualTo("chamois");
    assertThat(list("deepfaune-1.4").names("de").get(9)).isEqualTo("Rehwild");
    assertThat(list("deepfaune-birds").names("se").get(6)).isEqualTo("hackspettartade fåglar");
    assertThat(list("deepfaune-new-england").names("en")).endsWith("Wild Turkey", "no-species");
  }

  @Test
  void allListsAreFoundByTheirIds() {
    assertThat(ClassLists.all()).hasSize(5).allSatisfy(l -> assertThat(list(l.id())).isEqualTo(l));
    assertThat(ClassLists.find("deepfaune-0.1")).isEmpty();
  }

  private static void assertBroken(String what, String... classes) {
    String toml = String.join("\n", List.of(classes).stream().map(c -> "[[class]]\n" + c).toList());
    assertThatIllegalStateException()
        .isThrownBy(() -> ClassLists.read(toml))
        .withMessageContaining(what);
  }

  @Test
  void aListWithAHoleOrADoublePlaceOrAMissingLanguageIsNoList() {
    String first = "place = { l = 0 }\nname = { en = \"fox\" }";
    assertBroken("have a hole", first, "place = { l = 2 }\nname = { en = \"wolf\" }");
    assertBroken("have the place 0", first, "place = { l = 0 }\nname = { en = \"wolf\" }");
    assertBroken("lacks a language", first, "place = { l = 1 }\nname = { fr = \"loup\" }");
  }
}
