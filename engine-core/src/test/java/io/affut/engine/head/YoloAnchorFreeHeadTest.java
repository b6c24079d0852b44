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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YoloAnchorFreeHeadTest {
  private static final int SIDE = 32;

  /// 16 cells of 8 pixels, 4 of 16, 1 of 32.
  private static final int ANCHORS = 21;

  private static final int CLASSES = 3;

  private final GuardPageArena arena = new GuardPageArena();
  private final MemorySegment output = arena.allocate(4L * ANCHORS * (4 + CLASSES), 1);
  private final Head head =
      new YoloAnchorFreeHead(
          new DetectorManifest.YoloAnchorFree("output0", 32),
          new ClassMapping(
              List.of("fox", "car", "rock"),
              Map.of(Category.ANIMAL, List.of("fox"), Category.VEHICLE, List.of("car")),
              false));

  @AfterEach
  void close() {
    arena.close();
  }

  private void put(int row, int anchor, float value) {
    output.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * (row * ANCHORS + anchor), value);
  }

  private void anchor(int anchor, float x, float y, float width, float height, float... scores) {
    put(0, anchor, x);
    put(1, anchor, y);
    put(2, anchor, width);
    put(3, anchor, height);
    for (int c = 0; c < scores.length; c++) {
      put(4 + c, anchor, scores[c]);
    }
  }

  private List<Candidate> candidates(float threshold) {
    return head.candidates(List.of(output), SIDE, SIDE, threshold);
  }

  @Test
  void aBoxIsGivenByItsCentreAndSize() {
    anchor(20, 16, 12, 8, 4, 0.9f, 0.1f, 0);
    assertThat(candidates(0.5f))
        .containsExactly(new Candidate(Category.ANIMAL, 0.9f, 12, 10, 20, 14));
  }

  @Test
  void onlyTheBestClassOfAnAnchorCounts() {
    anchor(3, 1, 1, 2, 2, 0.7f, 0.8f, 0);
    assertThat(candidates(0.5f)).extracting(Candidate::category).containsExactly(Category.VEHICLE);
  }

  @Test
  void ofEqualClassesTheFirstCounts() {
    anchor(3, 1, 1, 2, 2, 0.7f, 0.7f, 0);
    assertThat(candidates(0.5f)).extracting(Candidate::category).containsExactly(Category.ANIMAL);
  }

  @Test
  void anAnchorWhoseBestClassIsDroppedIsNothingElse() {
    anchor(3, 1, 1, 2, 2, 0.7f, 0.6f, 0.8f);
    assertThat(candidates(0.5f)).isEmpty();
  }

  @Test
  void aBoxMustBeMoreConfidentThanTheThreshold() {
    anchor(0, 1, 1, 2, 2, 0.5f, 0, 0);
    anchor(1, 1, 1, 2, 2, Math.nextUp(0.5f), 0, 0);
    assertThat(candidates(0.5f)).hasSize(1);
  }

  @Test
  void theOutputHasARowForEachNumberOfABoxAndEachClassOverAllThreeGrids() {
    assertThat(head.extents(SIDE, SIDE)).containsExactly(List.of(7L, 21L));
    assertThat(head.extents(960, 736)).containsExactly(List.of(7L, 14490L));
    assertThat(head.outputs()).containsExactly("output0");
  }

  @Test
  void aNetworkMayHaveAFourthGridOf64Pixels() {
    Head coarser =
        new YoloAnchorFreeHead(
            new DetectorManifest.YoloAnchorFree("output0", 64),
            new ClassMapping(List.of("fox"), Map.of(), true));
    assertThat(coarser.extents(128, 64)).containsExactly(List.of(5L, 128L + 32 + 8 + 2));
  }

  @Test
  void aNetworkForSmallThingsHasAGridOf4PixelsToo() {
    Head finer =
        new YoloAnchorFreeHead(
            new DetectorManifest.YoloAnchorFree("output0", 32, 4),
            new ClassMapping(List.of("fox"), Map.of(), true));
    assertThat(finer.extents(128, 64)).containsExactly(List.of(5L, 512L + 128 + 32 + 8));
  }
}
