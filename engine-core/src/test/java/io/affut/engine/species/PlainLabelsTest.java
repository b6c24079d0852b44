package io.affut.engine.species;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.engine.model.ClassList;
import io.affut.engine.model.ClassLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlainLabelsTest {
  private static final PlainLabels SHIPPED = PlainLabels.shipped();

  @ParameterizedTest
  @EnumSource(Label.Plain.class)
  void everyLabelHasAWordInEveryLanguage(Label.Plain label) {
    for (String language : LabelLanguages.all()) {
      assertThat(SHIPPED.name(label, language)).as(language).isNotBlank();
      assertThat(SHIPPED.display(label, language)).as(language).isNotBlank();
    }
  }

  @Test
  void theLanguagesAreThoseOfDeepfaunesClasses() {
    for (String id : new String[] {"deepfaune-1.3", "deepfaune-1.5", "deepfaune-birds"}) {
      ClassList list = ClassLists.find(id).orElseThrow();
      assertThat(list.languages()).containsExactlyInAnyOrderElementsOf(LabelLanguages.all());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VEHICLE, fr, vehicule, véhicule",
    "UNDEFINED, de, Undefiniert, undefiniert",
    "EMPTY, fr, vide, vide",
    "UNREADABLE, no, feil, feil",
    "ANIMAL, it, animale, animale",
    "PERSON, se, människa, människa"
  })
  void deepfaunesWordsStayAndPeopleReadCorrectOnes(
      Label.Plain label, String language, String name, String display) {
    assertThat(SHIPPED.name(label, language)).isEqualTo(name);
    assertThat(SHIPPED.display(label, language)).isEqualTo(display);
  }

  @Test
  void someLanguagesHaveOtherCodesAndOthersAreNotKnown() {
    assertThat(LabelLanguages.find("sv")).hasValue("se");
    assertThat(LabelLanguages.find("SE")).hasValue("se");
    assertThat(LabelLanguages.find("nb")).as("of nb_NO, Norway's usual locale").hasValue("no");
    assertThat(LabelLanguages.find("nn")).hasValue("no");
    assertThat(LabelLanguages.find("kl")).isEmpty();
  }

  @Test
  void aHoleIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> PlainLabels.read(toml("name = { fr = \"vide\" }")))
        .withMessage("EMPTY lacks the language en");
    assertThatIllegalStateException()
        .isThrownBy(() -> PlainLabels.read("[alias]\n"))
        .withMessage("there are no words for EMPTY");
  }

  /// All labels with words in French and English, but `empty` with those of `words`.
  private static String toml(String words) {
    StringBuilder toml = new StringBuilder("[alias]\n");
    for (Label.Plain label : Label.Plain.values()) {
      toml.append("[[label]]\nword = \"").append(label.name().toLowerCase(java.util.Locale.ROOT));
      toml.append("\"\n");
      boolean isChanged = label == Label.Plain.EMPTY;
      toml.append(isChanged ? words : "name = { fr = \"x\", en = \"y\" }").append('\n');
    }
    return toml.toString();
  }
}
