package io.affut.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import io.affut.testing.GuardPageArena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YoloV5HeadTest {
  private static final int SIDE = 32;

  /// Three for each of 16 cells of 8 pixels, 4 of 16 and 1 of 32.
  private static final int ANCHORS = 63;

  private static final int ROW = 5 + 3;

  private final GuardPageArena arena = new GuardPageArena();
  private final MemorySegment output = arena.allocate(4L * ANCHORS * ROW, 1);
  private final Head head = head(32);

  private static Head head(int stride) {
    return new YoloV5Head(
        new DetectorManifest.YoloV5("output0", stride),
        new ClassMapping(
            List.of("fox", "car", "rock"),
            Map.of(Category.ANIMAL, List.of("fox"), Category.VEHICLE, List.of("car")),
            false));
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private void anchor(int anchor, float... numbers) {
    put(output, anchor, numbers);
  }

  private static void put(MemorySegment into, int anchor, float... numbers) {
    for (int i = 0; i < numbers.length; i++) {
      into.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * (anchor * ROW + i), numbers[i]);
    }
  }

  private List<Candidate> candidates(float threshold) {
    return head.candidates(List.of(output), SIDE, SIDE, threshold);
  }

  @Test
  void aBoxIsGivenByItsCentreAndSizeAndItsConfidenceIsAProduct() {
    anchor(62, 16, 12, 8, 4, 0.5f, 0.75f, 0.125f, 0);
    assertThat(candidates(0.25f))
        .containsExactly(new Candidate(Category.ANIMAL, 0.375f, 12, 10, 20, 14));
  }

  /// Upstream looks at the objectness first, so that a class cannot make up for it.
  @Test
  void bothObjectnessAndTheProductMustBeAboveTheThreshold() {
    anchor(0, 1, 1, 2, 2, 0.5f, 1, 0, 0);
    anchor(1, 1, 1, 2, 2, 0.75f, 0.625f, 0, 0);
    anchor(2, 1, 1, 2, 2, 0.75f, 0.75f, 0, 0);
    assertThat(candidates(0.5f)).extracting(Candidate::confidence).containsExactly(0.5625f);
  }

  @Test
  void aThresholdItselfIsNotEnough() {
    anchor(0, 1, 1, 2, 2, 1, 0.5f, 0, 0);
    anchor(1, 1, 1, 2, 2, 1, Math.nextUp(0.5f), 0, 0);
    assertThat(candidates(0.5f)).hasSize(1);
  }

  @Test
  void onlyTheBestClassOfAnAnchorCounts() {
    anchor(3, 1, 1, 2, 2, 1, 0.7f, 0.8f, 0);
    assertThat(candidates(0.5f)).extracting(Candidate::category).containsExactly(Category.VEHICLE);
  }

  @Test
  void ofEqualClassesTheFirstCounts() {
    anchor(3, 1, 1, 2, 2, 1, 0.7f, 0.7f, 0);
    assertThat(candidates(0.5f)).extracting(Candidate::category).containsExactly(Category.ANIMAL);
  }

  @Test
  void anAnchorWhoseBestClassIsDroppedIsNothingElse() {
    anchor(3, 1, 1, 2, 2, 1, 0.7f, 0.6f, 0.8f);
    assertThat(candidates(0.5f)).isEmpty();
  }

  @Test
  void theOutputHasARowForEachOfThreeAnchorsInEveryCellOfThreeGridsOrFour() {
    assertThat(head.extents(SIDE, SIDE)).containsExactly(List.of(63L, 8L));
    // YOLOv5 itself gives so many at 640 x 640, and at 1280 x 1280 with four grids.
    assertThat(head.extents(640, 640)).containsExactly(List.of(25200L, 8L));
    assertThat(head(64).extents(1280, 1280)).containsExactly(List.of(102000L, 8L));
    assertThat(head.outputs()).containsExactly("output0");
  }

  @Property
  void aCandidateIsMoreConfidentThanTheThresholdAndNeverThanItsObjectness(
      @ForAll @Size(8) List<@FloatRange(min = 0, max = 1) Float> row,
      @ForAll @FloatRange(min = 0, max = 1) float threshold) {
    try (GuardPageArena own = new GuardPageArena()) {
      MemorySegment rows = own.allocate(4L * ANCHORS * ROW, 1);
      float[] numbers = new float[ROW];
      for (int i = 0; i < ROW; i++) {
        numbers[i] = row.get(i);
      }
      put(rows, 17, numbers);
      assertThat(head.candidates(List.of(rows), SIDE, SIDE, threshold))
          .hasSizeLessThanOrEqualTo(1)
          .allSatisfy(found -> {
            assertThat(found.confidence()).isGreaterThan(threshold);
            assertThat(found.confidence()).isLessThanOrEqualTo(numbers[4]);
          });
    }
  }
}
