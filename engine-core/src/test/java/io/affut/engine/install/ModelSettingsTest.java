package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.model.Task;
import io.affut.modelimport.WeightStorage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {

  @Test
  void settingsAreKeysWithValues() {
    ModelSettings settings =
        ModelSettings.parse(
            List.of("size=960", "confidence = 0.6", "animal=Animal, Dog ,", "weights=F16"));
    assertThat(settings.whole(Setting.SIZE)).contains(960);
    assertThat(settings.number(Setting.CONFIDENCE)).contains(0.6f);
    assertThat(settings.list(Setting.ANIMAL)).contains(List.of("Animal", "Dog"));
    assertThat(settings.weights()).isEqualTo(WeightStorage.F16);
    assertThat(settings.text(Setting.OVERLAP)).isEmpty();
    assertThat(ModelSettings.NONE.weights()).isEqualTo(WeightStorage.F32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size              | A setting is KEY=VALUE, such as size=960, and not size.
          =7                | A setting is KEY=VALUE, such as size=960, and not =7.
          size=             | A setting is KEY=VALUE, such as size=960, and not size=.
          size=big          | The setting size takes a whole number from 16 to 16384, not big.
          size=15           | The setting size takes a whole number from 16 to 16384, not 15.
          size=99999999999  | The setting size takes a whole number from 16 to 16384, not 99999999999.
          heads=0           | The setting heads takes a whole number from 1 to 256, not 0.
          confidence=1.5    | The setting confidence takes a number from 0 to 1, not 1.5.
          confidence=NaN    | The setting confidence takes a number from 0 to 1, not NaN.
          overlap=some      | The setting overlap takes a number from 0 to 1, not some.
          temperature=0     | The setting temperature takes a number from 0.01 to 100, not 0.
          weights=int8      | The setting weights takes f32 or f16, not int8.
          shape=round       | The setting shape takes square or rectangular, not round.
          others=maybe      | The setting others takes keep or drop, not maybe.
          head=ssd          | The setting head takes yolo-anchor-free or yolov5, not ssd.
          animal=,          | The setting animal takes names with commas between them, not ,.
          """)
  void whatCannotBeIsOneSentence(String pair, String sentence) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> ModelSettings.parse(List.of(pair)))
        .withMessage(sentence);
  }

  @Test
  void aSettingThatIsNotKnownComesWithThoseThatAre() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> ModelSettings.parse(List.of("colour=red")))
        .withMessageStartingWith("There is no setting colour; there are: size, classes, ")
        .withMessageContaining("sequence-temperature");
  }

  @Test
  void aSettingIsGivenOnce() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> ModelSettings.parse(List.of("size=64", "size=96")))
        .withMessage("The setting size is given twice.");
  }

  @Test
  void aSettingOfAnotherTaskIsRefused() {
    ModelSettings settings = ModelSettings.parse(List.of("confidence=0.5"));
    settings.requireFor(Task.DETECTOR);
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> settings.requireFor(Task.BIRD_HEAD))
        .withMessageContaining("The setting confidence means nothing for a bird head; what does: ")
        .withMessageContaining("temperature");
  }

  @Test
  void theUsersSettingsGoOverTheCards() {
    ModelSettings card = ModelSettings.of(Map.of("size", "960", "confidence", "0.6"));
    ModelSettings both = ModelSettings.parse(List.of("size=640", "overlap=0.5")).over(card);
    assertThat(both.whole(Setting.SIZE)).contains(640);
    assertThat(both.number(Setting.CONFIDENCE)).contains(0.6f);
    assertThat(both.number(Setting.OVERLAP)).contains(0.5f);
  }

  /// The same network is told by these, so their order and case must not matter.
  @Test
  void whatTheNetworkDependsOnIsAlwaysWrittenTheSameWay() {
    assertThat(
            ModelSettings.parse(List.of("weights=F16", "pool=AVG", "overlap=0.5", "heads=4"))
                .ofConversion())
        .isEqualTo(
            ModelSettings.parse(List.of("heads=4", "pool=avg", "weights=f16")).ofConversion())
        .containsExactly("heads=4", "pool=avg", "weights=f16");
    assertThat(ModelSettings.parse(List.of("overlap=0.5")).ofConversion()).isEmpty();
    assertThat(
            ModelSettings.parse(List.of("heads=4", "size=64", "pool=avg", "boxes=2")).forImporter())
        .isEqualTo(Map.of("heads", "4", "size", "64", "pool", "avg"));
  }
}
