package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.resize.ResampleFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way of the animals through the classifier, with networks that compute nothing.
@Timeout(20)
class ClassifyingTest {
  private static final IntPredicate NONE = number -> false;

  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final ToldOnce told = new ToldOnce();
  private final Map<Integer, PictureResult> results = told.results;

  @AfterEach
  void noWorkerAndNoMemoryIsLeft() {
    Remains.assertNone(ledger);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 2, 8", "2, 1, 3", "3, 2, 8", "2, 2, 64"})
  void everyAnimalGetsWhatTheClassifierSaysOfItsOwnCrop(int workers, int slots, int capacity)
      throws Exception {
    CheckedCrops crops = new CheckedCrops(capacity, 300_000, NONE);
    run(workers, slots, crops, 60);
    assertThat(results).hasSize(60);
    results.forEach((index, result) ->
        assertThat(((DetectedPicture) result).detections())
            .singleElement()
            .satisfies(detection -> {
              assertThat(CheckedSlot.number(detection.confidence())).isEqualTo(257 * index);
              assertThat(detection.logits())
                  .contains(new Logits(new float[] {257 * index}, new float[] {-257 * index}));
            }));
    assertThat(crops.counts()).allMatch(count -> count <= capacity);
    assertThat(crops.counts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
  }

  @Test
  void cropsOfDifferentPicturesShareABatchWhileTheNetworkIsBusy() throws Exception {
    CheckedCrops crops = new CheckedCrops(4, 20_000_000, NONE);
    run(2, 2, crops, 41);
    assertThat(crops.counts()).hasSizeLessThan(25).contains(4);
  }

  /// The network never waits for a batch to be full.
  @Test
  void oneCropAloneIsClassifiedAtOnce() throws Exception {
    CheckedCrops crops = new CheckedCrops(8, 0, NONE);
    run(1, 1, crops, 1);
    assertThat(crops.counts()).containsExactly(1);
  }

  @Test
  void aBatchThatFailsCostsItsPicturesAndNoOthers() throws Exception {
    run(1, 1, new CheckedCrops(1, 0, number -> number == 257 * 3), 10);
    assertThat(results).hasSize(10);
    results.forEach((index, result) ->
        assertThat(result).isInstanceOf(index == 3 ? FailedPicture.class : DetectedPicture.class));
    assertThat(((FailedPicture) results.get(3)).reason()).contains("please report it", "refused");
  }

  @Test
  void theBestOfAPictureIsItsMostConfidentAnimalAndPeopleAreNeverLookedAt() {
    BoundingBox box = new BoundingBox(0, 0, 1, 1);
    List<Detection> found =
        List.of(
            new Detection(Category.PERSON, 0.9f, box),
            new Detection(Category.ANIMAL, 0.8f, box),
            new Detection(Category.VEHICLE, 0.7f, box),
            new Detection(new Category("rock"), 0.6f, box),
            new Detection(Category.ANIMAL, 0.5f, box));
    assertThat(Classification.Which.ALL.of(found)).containsExactly(1, 4);
    assertThat(Classification.Which.BEST.of(found)).containsExactly(1);
    assertThat(Classification.Which.BEST.of(List.of())).isEmpty();
    assertThat(Classification.Which.LEADING.of(found)).as("a person leads").isEmpty();
    assertThat(Classification.Which.LEADING.of(found.subList(1, 5))).containsExactly(0);
    assertThat(Classification.Which.LEADING.of(List.of())).isEmpty();
  }

  private void run(int workers, int slots, CheckedCrops crops, int count) throws IOException {
    new DetectionPipeline(
            List.of(
                HostLane.of(
                    new BoxSource.One<>(CheckedDetector.over(CheckedSlot.several(slots, 100_000))),
                    Optional.of(
                        new Classifier(crops, Classification.Which.ALL, ResampleFilter.BICUBIC)),
                    workers,
                    ledger)),
            new DecodeScale.Full(),
            SolidPicture.several(folder, count, 257),
            NoVideos.source(ledger),
            told,
            () -> false,
            StageObserver.NONE)
        .run();
  }
}
