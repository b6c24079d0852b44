package io.affut.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import io.affut.engine.model.SmallModel;
import io.affut.engine.pipeline.BoxSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which installed networks a recipe gets.
class RecipeChoiceTest {
  private static final String DF = "deepfaune-1.5-detector";
  private static final String MDS = "megadetector-v1000-sorrel";

  @TempDir private Path folder;
  private RecipeChoice choice;

  @BeforeEach
  void makeStore() {
    choice = new RecipeChoice(new ModelStore(folder));
  }

  /// A detector whose manifest asks for a confidence of 0.25.
  private Model<?> install(String id) throws IOException {
    return SmallModel.in(folder.resolve(id), new byte[] {1, 2, 3});
  }

  private static Recipe recipe(String name) {
    return Recipes.ours().find(name).orElseThrow();
  }

  @Test
  void eachDetectorHasTheConfidenceOfTheRecipeAndNotThatOfItsManifest() throws Exception {
    Model<?> df = install(DF);
    Model<?> mds = install(MDS);
    BoxSource<String> found =
        choice
            .detectors(recipe("DFMDS"))
            .map(model ->
                model.folder().getFileName() + " " + model.manifest().thresholds().confidence());
    assertThat(found)
        .isEqualTo(
            new BoxSource.Merge<>(
                df.folder().getFileName() + " 0.6", mds.folder().getFileName() + " 0.5", 0.7f));
  }

  @Test
  void theNewestThatIsInstalledServes() throws Exception {
    install("deepfaune-yolov8s_960");
    assertServes("deepfaune-yolov8s_960");
    install("deepfaune-1.4-detector");
    assertServes("deepfaune-1.4-detector");
    install(DF);
    assertServes(DF);
  }

  private void assertServes(String id) {
    assertThat(choice.detectors(recipe("DF")).detectors())
        .extracting(Model::folder)
        .containsExactly(folder.resolve(id));
  }

  @Test
  void whatIsMissingIsNamedWithTheWaysToGetIt() throws Exception {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> choice.detectors(recipe("DFbsMDS")))
        .withMessageStartingWith(
            "The recipe DFbsMDS needs %s and %s, which are not installed.".formatted(DF, MDS))
        .withMessageContaining("affut models pull " + DF)
        .withMessageContaining("affut models add deepfaune-yolov8s_960.pt --id " + DF)
        .withMessageContaining("affut models pull " + MDS);
    install(DF);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> choice.detectors(recipe("DFbsMDS")))
        .withMessageStartingWith(
            "The recipe DFbsMDS needs %s, which is not installed.".formatted(MDS))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(DF));
  }

  @Test
  void aDamagedNetworkIsRefused() throws Exception {
    Files.write(install(DF).network(), new byte[] {4, 5, 6});
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> choice.detectors(recipe("DF")));
  }

  @Test
  void whatRunsWithoutAWordIsWhatIsInstalled() throws Exception {
    assertThat(choice.usual()).isEmpty();
    install(MDS);
    assertThat(choice.usual()).isEmpty();
    install(DF);
    assertThat(choice.usual()).contains(recipe("DFbsMDS"));
    Files.delete(folder.resolve(MDS).resolve(Model.MANIFEST));
    assertThat(choice.usual()).contains(recipe("DF"));
  }

  @Test
  void withoutAClassifierAnimalsAreNotNamed() throws Exception {
    install(DF);
    assertThat(choice.namer(recipe("DF"))).isEmpty();
  }

  /// A detector under a classifier's name.
  @Test
  void whatIsNoClassifierIsRefused() throws Exception {
    install("deepfaune-1.5-classifier");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> choice.namer(recipe("DF")))
        .withMessageContaining("detector");
  }
}
