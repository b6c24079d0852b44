package io.affut.exports.boxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LabelledBoxTest {
  @Test
  void theTagHasTheCategoryAndTheConfidenceWithAPointInAnyLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.FRANCE);
    try {
      assertThat(LabelledBox.of("animal", 0.874, 0, 0, 1, 1).label()).isEqualTo("animal 0.87");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void eachCategoryHasItsColourAndAnyOtherKeepsTheOneItGets() {
    assertThat(CategoryColours.of("animal")).isEqualTo(0xE69F00);
    assertThat(CategoryColours.of("person")).isEqualTo(0x56B4E9);
    assertThat(CategoryColours.of("vehicle")).isEqualTo(0x009E73);
    assertThat(CategoryColours.of("rock")).isEqualTo(CategoryColours.of("rock"));
  }

  @Test
  void lettersAreBlackOnLightColoursAndWhiteOnDarkOnes() {
    assertThat(CategoryColours.readableOn(0xE69F00)).isZero();
    assertThat(CategoryColours.readableOn(0x0072B2)).isEqualTo(0xFFFFFF);
  }
}
