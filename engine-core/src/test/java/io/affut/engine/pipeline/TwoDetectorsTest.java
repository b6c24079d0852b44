package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.Slot;
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

/// The way of a picture past two detectors, with networks that compute nothing. Both find the same
/// cow, more confidently in each picture than in the one before; the first detector is stricter.
@Timeout(20)
class TwoDetectorsTest {
  private static final int COUNT = 100;
  private static final int STEP = 257;

  /// The first detector finds nothing in the pictures before this one.
  private static final int FIRST_FOUND = 40;

  private static final float STRICT = 0.5f + (STEP * FIRST_FOUND - 1) / (float) (1 << 17);
  private static final float LENIENT = 0.3f;

  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final ToldOnce told = new ToldOnce();
  private final Map<Integer, PictureResult> results = told.results;

  /// A slot that fails at the pictures that it is told.
  private static final class Refusing extends SlotAround {
    private final CheckedSlot slot;
    private final IntPredicate refused;
    private int started;

    Refusing(IntPredicate refused) {
      this(new CheckedSlot(100_000), refused);
    }

    private Refusing(CheckedSlot slot, IntPredicate refused) {
      super(slot);
      this.slot = slot;
      this.refused = refused;
    }

    @Override
    public void start() {
      if (refused.test(started++)) {
        throw new IllegalStateException("refused");
      }
      super.start();
    }
  }

  @AfterEach
  void noWorkerAndNoMemoryIsLeft() {
    Remains.assertNone(ledger);
  }

  private static List<CheckedSlot> slots(int count) {
    return CheckedSlot.several(count, 50_000);
  }

  private static LoadedDetector detector(float confidence, List<? extends Slot> slots) {
    return CheckedDetector.over(slots, confidence);
  }

  private void run(int workers, BoxSource<LoadedDetector> source, Optional<Classifier> classifier)
      throws IOException {
    new DetectionPipeline(
            List.of(HostLane.of(source, classifier, workers, ledger)),
            new DecodeScale.Full(),
            SolidPicture.several(folder, COUNT, STEP),
            NoVideos.source(ledger),
            told,
            () -> false,
            StageObserver.NONE)
        .run();
  }

  private void assertEachPictureHasItsOwnCowOnce() {
    assertThat(results).hasSize(COUNT);
    results.forEach((index, result) ->
        assertThat(((DetectedPicture) result).detections())
            .singleElement()
            .satisfies(
                cow -> assertThat(CheckedSlot.number(cow.confidence())).isEqualTo(STEP * index)));
  }

  @ParameterizedTest(name = "{0} workers, {1} and {2} slots")
  @CsvSource({"1, 1, 1", "1, 4, 1", "3, 1, 3", "2, 3, 2"})
  void aBackstopSeesThePicturesInWhichTheFirstFindsNothing(int workers, int one, int two)
      throws Exception {
    List<CheckedSlot> first = slots(one);
    List<CheckedSlot> second = slots(two);
    run(
        workers,
        new BoxSource.Backstop<>(detector(STRICT, first), detector(LENIENT, second)),
        Optional.empty());
    assertEachPictureHasItsOwnCowOnce();
    assertThat(CheckedSlot.runs(first)).isEqualTo(COUNT);
    assertThat(CheckedSlot.runs(second)).isEqualTo(FIRST_FOUND);
    CheckedSlot.assertAtRest(first);
    CheckedSlot.assertAtRest(second);
  }

  /// Workers that hold a slot of the one and wait for one of the other would wait for ever.
  @ParameterizedTest(name = "{0} workers, {1} and {2} slots")
  @CsvSource({"1, 1, 1", "4, 1, 3", "4, 3, 1", "8, 2, 2"})
  void bothOfAMergeSeeEveryPictureAndWhatBothFindIsThereOnce(int workers, int one, int two)
      throws Exception {
    List<CheckedSlot> first = slots(one);
    List<CheckedSlot> second = slots(two);
    run(
        workers,
        new BoxSource.Merge<>(detector(STRICT, first), detector(LENIENT, second), 0.7f),
        Optional.empty());
    assertEachPictureHasItsOwnCowOnce();
    assertThat(CheckedSlot.runs(first)).isEqualTo(COUNT);
    assertThat(CheckedSlot.runs(second)).isEqualTo(COUNT);
    CheckedSlot.assertAtRest(first);
    CheckedSlot.assertAtRest(second);
  }

  /// The boxes are the same, so they overlap wholly, and even that is not more than 1.
  @Test
  void boxesThatDoNotOverlapMoreThanSaidStayBothTheMostConfidentFirst() throws Exception {
    run(
        2,
        new BoxSource.Merge<>(detector(STRICT, slots(2)), detector(LENIENT, slots(2)), 1),
        Optional.empty());
    results.forEach((index, result) ->
        assertThat(((DetectedPicture) result).detections())
            .hasSize(index < FIRST_FOUND ? 1 : 2)
            .extracting(Detection::confidence)
            .containsOnly(0.5f + STEP * index / (float) (1 << 17)));
  }

  @Test
  void whatEitherFindsIsClassified() throws Exception {
    CheckedCrops crops = new CheckedCrops(8, 100_000, number -> false);
    run(
        2,
        new BoxSource.Backstop<>(detector(STRICT, slots(2)), detector(LENIENT, slots(1))),
        Optional.of(new Classifier(crops, Classification.Which.ALL, ResampleFilter.BICUBIC)));
    assertEachPictureHasItsOwnCowOnce();
    results.forEach((index, result) ->
        assertThat(((DetectedPicture) result).detections().getFirst().logits())
            .contains(new Logits(new float[] {STEP * index}, new float[] {-STEP * index})));
  }

  @Test
  void aSecondDetectorThatFailsCostsItsPictureAndLeavesNoSlotOfTheFirstBehind() throws Exception {
    List<CheckedSlot> first = slots(1);
    Refusing second = new Refusing(start -> start == 7);
    run(
        1,
        new BoxSource.Merge<>(detector(LENIENT, first), detector(LENIENT, List.of(second)), 0.7f),
        Optional.empty());
    assertThat(results).hasSize(COUNT);
    assertThat(results.values())
        .filteredOn(FailedPicture.class::isInstance)
        .singleElement()
        .satisfies(failed ->
            assertThat(((FailedPicture) failed).reason()).contains("please report it", "refused"));
    assertThat(CheckedSlot.runs(first)).isEqualTo(COUNT);
    CheckedSlot.assertAtRest(first);
    assertThat(second.slot.misuse()).isEmpty();
  }

  @Test
  void anErrorOfTheSecondDetectorEndsTheRun() {
    List<CheckedSlot> first = slots(1);
    Refusing second =
        new Refusing(start -> {
          throw new OutOfMemoryError("not really");
        });
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() ->
            run(
                3,
                new BoxSource.Merge<>(
                    detector(LENIENT, first), detector(LENIENT, List.of(second)), 0.7f),
                Optional.empty()));
    assertThat(results).isEmpty();
    CheckedSlot.assertAtRest(first);
  }
}
