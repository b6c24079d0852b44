package io.affut.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.card.ModelCards;
import io.affut.engine.model.Task;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.recipe.Recipe.ClassifierStep;
import io.affut.engine.recipe.Recipe.DetectorStep;
import io.affut.engine.toml.TomlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the recipes say: DeepFaune's five detectors, as its versions 1.4 and 1.5 combine them.
class RecipesTest {
  private static final Recipes OURS = Recipes.ours();

  private static BoxSource<DetectorStep> source(String name) {
    return OURS.find(name).orElseThrow().source();
  }

  private static String preferred(DetectorStep step) {
    return step.models().getFirst() + " above " + step.confidence();
  }

  @Test
  void theFiveOfDeepFauneAreThere() {
    String df = "deepfaune-1.5-detector above 0.6";
    String mds = "megadetector-v1000-sorrel above 0.5";
    assertThat(OURS.all())
        .extracting(Recipe::name)
        .containsExactly("DF", "MDS", "DFbsMDS", "DFMDS", "MDR");
    assertThat(source("DF").map(RecipesTest::preferred)).isEqualTo(new BoxSource.One<>(df));
    assertThat(source("MDS").map(RecipesTest::preferred)).isEqualTo(new BoxSource.One<>(mds));
    assertThat(source("DFbsMDS").map(RecipesTest::preferred))
        .isEqualTo(new BoxSource.Backstop<>(df, mds));
    assertThat(source("DFMDS").map(RecipesTest::preferred))
        .isEqualTo(new BoxSource.Merge<>(df, mds, 0.7f));
    assertThat(source("MDR").map(RecipesTest::preferred))
        .isEqualTo(new BoxSource.One<>("megadetector-v1000-redwood above 0.5"));
  }

  @Test
  void upperAndLowerCaseAreTheSame() {
    assertThat(OURS.find("dfBSmds")).isEqualTo(OURS.find("DFbsMDS")).isPresent();
    assertThat(OURS.find("DFMDR")).isEmpty();
  }

  @Test
  void withoutAWordTheBackstopIsPreferredToDeepFaunesDetectorAlone() {
    assertThat(OURS.usual()).extracting(Recipe::name).containsExactly("DFbsMDS", "DF");
  }

  /// The message that says how to get a model names its card.
  @Test
  void whatIsToBeFetchedHasACardOfTheRightKind() {
    for (Recipe recipe : OURS.all()) {
      assertThat(recipe.source().detectors())
          .extracting(step -> ModelCards.find(step.models().getFirst()).orElseThrow())
          .allMatch(card -> card.task() == Task.DETECTOR && card.address().isPresent());
      assertThat(recipe.classifiers())
          .extracting(step -> ModelCards.find(step.models().getFirst()).orElseThrow().task())
          .containsOnly(Task.CLASSIFIER);
      assertThat(recipe.classifiers().stream().flatMap(step -> step.birdHeads().stream()))
          .filteredOn(id -> ModelCards.find(id).isPresent())
          .allMatch(id -> ModelCards.find(id).orElseThrow().task() == Task.BIRD_HEAD);
    }
  }

  @Test
  void aBirdHeadStandsBehindTheClassifierOfItsOwnVersion() {
    assertThat(OURS.find("DF").orElseThrow().classifiers())
        .extracting(step -> step.models().getFirst() + ": " + birdHead(step))
        .containsExactly(
            "deepfaune-1.5-classifier: deepfaune-1.5-bird-head",
            "deepfaune-1.4-classifier: deepfaune-1.4-bird-head",
            "deepfaune-1.3-classifier: none");
  }

  private static String birdHead(ClassifierStep step) {
    return step.birdHeads().stream().findFirst().orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          combine = "one"     | combine = "two"      | "recipe.combine": "two" is not known
          combine = "one"     | combine = "backstop" | "recipe.detector": there are 1 instead of 2
          combine = "one"     | combine = "merge"    | "recipe.detector": there are 1 instead of 2
          confidence = 0.5    | confidence = 5       | "recipe.detector.confidence": it is a number
          classifiers = ["c"] | classifiers = ["d"]  | "classifier.d": it is missing
          usual = ["A"]       | usual = ["B"]        | "usual": there is no recipe B
          """)
  void aMistakeIsNamedWithItsPlace(String right, String wrong, String complaint) {
    String toml =
        """
        usual = ["A"]
        [[recipe]]
        name = "A"
        title = "alone"
        combine = "one"
        classifiers = ["c"]
        [[recipe.detector]]
        models = ["a"]
        confidence = 0.5
        [classifier.c]
        models = ["b"]
        bird_heads = []
        """;
    assertThat(Recipes.parse(toml).usual())
        .containsExactly(
            new Recipe(
                "A",
                "alone",
                new BoxSource.One<>(new DetectorStep(List.of("a"), 0.5f)),
                List.of(new ClassifierStep(List.of("b"), List.of()))));
    assertThatExceptionOfType(TomlException.class)
        .isThrownBy(() -> Recipes.parse(toml.replace(right, wrong)))
        .withMessageContaining(complaint);
  }
}
