package io.affut.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import io.affut.testing.GuardPageArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Grids of 6 by 4 cells of 4 pixels, with the classes cow, horse, person and chair; each output
/// ends at a page that nobody may touch.
class CenterNetHeadTest {
  private static final int COLUMNS = 6;
  private static final int ROWS = 4;
  private static final int STRIDE = 4;
  private static final int WIDTH = COLUMNS * STRIDE;
  private static final int HEIGHT = ROWS * STRIDE;
  private static final int COW = 0;
  private static final int HORSE = 1;
  private static final int PERSON = 2;
  private static final int CHAIR = 3;
  private static final ClassMapping CLASSES =
      new ClassMapping(
          List.of("cow", "horse", "person", "chair"),
          Map.of(
              Category.ANIMAL, List.of("cow", "horse"),
              Category.PERSON, List.of("person")),
          false);
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final CenterNetHead head =
      new CenterNetHead(new DetectorManifest.CenterNet("heat", "extent", STRIDE), CLASSES);
  private final Arena arena = new GuardPageArena();
  private final MemorySegment heat = arena.allocate(4L * COLUMNS * ROWS * CLASSES.size(), 1);
  private final MemorySegment extent = arena.allocate(4L * COLUMNS * ROWS * 4, 1);

  @AfterEach
  void giveBack() {
    arena.close();
  }

  private void heat(int column, int row, int cls, double value) {
    heat.set(FLOAT, 4L * ((row * COLUMNS + column) * CLASSES.size() + cls), (float) value);
  }

  private void extent(int column, int row, float left, float top, float right, float bottom) {
    long at = 16L * (row * COLUMNS + column);
    extent.set(FLOAT, at, left);
    extent.set(FLOAT, at + 4, top);
    extent.set(FLOAT, at + 8, right);
    extent.set(FLOAT, at + 12, bottom);
  }

  private List<Candidate> candidates(double threshold) {
    return head.candidates(List.of(heat, extent), WIDTH, HEIGHT, (float) threshold);
  }

  @Test
  void itReadsTheOutputsThatTheManifestNames() {
    assertThat(head.outputs()).containsExactly("heat", "extent");
    assertThat(head.extents(WIDTH, HEIGHT))
        .containsExactly(List.of(4L, 6L, 4L), List.of(4L, 6L, 4L));
  }

  @Test
  void aColdMapHoldsNothing() {
    assertThat(candidates(0)).isEmpty();
  }

  @Test
  void aPeakIsABoxAtDistancesFromItsCellsCorner() {
    heat(3, 2, COW, 0.7);
    extent(3, 2, 5, 6.5f, 7, 2);
    // The cell's corner lies at 3 * 4 across and 2 * 4 down.
    assertThat(candidates(0.3))
        .containsExactly(new Candidate(Category.ANIMAL, 0.7f, 7, 1.5f, 19, 10));
  }

  @Test
  void aBoxMayReachBeyondTheInput() {
    heat(0, 0, PERSON, 0.7);
    extent(0, 0, 3, 2, 100, 200);
    assertThat(candidates(0.3))
        .containsExactly(new Candidate(Category.PERSON, 0.7f, -3, -2, 100, 200));
  }

  @Test
  void theThresholdItselfIsNotEnough() {
    heat(3, 2, COW, 0.3f);
    assertThat(candidates(0.3f)).isEmpty();
    assertThat(candidates(Math.nextDown(0.3f))).hasSize(1);
  }

  @Test
  void theBestClassOfACellIsItsClass() {
    heat(3, 2, COW, 0.4);
    heat(3, 2, PERSON, 0.6);
    heat(3, 2, HORSE, 0.5);
    assertThat(candidates(0.3)).extracting(Candidate::category).containsExactly(Category.PERSON);
    assertThat(candidates(0.3)).extracting(Candidate::confidence).containsExactly(0.6f);
  }

  @Test
  void ofEquallyHotClassesTheFirstIsTaken() {
    heat(3, 2, PERSON, 0.6);
    heat(3, 2, HORSE, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::category).containsExactly(Category.ANIMAL);
  }

  @Test
  void aHotterNeighbourOfAnotherClassSuppresses() {
    heat(3, 2, COW, 0.5);
    heat(4, 1, PERSON, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::category).containsExactly(Category.PERSON);
  }

  @Test
  void aHotterNeighbourOfADroppedClassSuppressesToo() {
    heat(3, 2, COW, 0.5);
    heat(2, 2, CHAIR, 0.6);
    assertThat(candidates(0.3)).isEmpty();
  }

  @Test
  void aCellWhoseBestClassIsDroppedIsNothing() {
    heat(3, 2, CHAIR, 0.6);
    heat(3, 2, COW, 0.5);
    assertThat(candidates(0.3)).isEmpty();
  }

  @Test
  void peaksTwoCellsApartAreTwo() {
    heat(1, 2, COW, 0.5);
    heat(3, 2, COW, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::confidence).containsExactly(0.5f, 0.6f);
  }

  /// The suppression of overlapping boxes makes one of them.
  @Test
  void everyCellOfAPlateauIsAPeak() {
    heat(2, 2, COW, 0.5);
    heat(3, 2, COW, 0.5);
    assertThat(candidates(0.3)).hasSize(2);
  }

  @ParameterizedTest(name = "column {0}, row {1}")
  @CsvSource({"0, 0", "5, 0", "0, 3", "5, 3", "0, 1", "5, 2", "2, 0", "3, 3"})
  void theBordersHavePeaksToo(int column, int row) {
    heat(column, row, PERSON, 0.9);
    extent(column, row, 1, 1, 1, 1);
    assertThat(candidates(0.3))
        .containsExactly(
            new Candidate(
                Category.PERSON,
                0.9f,
                column * STRIDE - 1,
                row * STRIDE - 1,
                column * STRIDE + 1,
                row * STRIDE + 1));
  }

  @Test
  void theEndOfARowAndTheStartOfTheNextAreNoNeighbours() {
    heat(5, 1, COW, 0.5);
    heat(0, 2, COW, 0.6);
    assertThat(candidates(0.3)).hasSize(2);
  }

  @ParameterizedTest(name = "{0} columns and {1} rows away")
  @CsvSource({"-1, -1", "0, -1", "1, -1", "-1, 0", "1, 0", "-1, 1", "0, 1", "1, 1"})
  void eachOfTheEightNeighboursSuppresses(int across, int down) {
    heat(2, 2, COW, 0.5);
    heat(2 + across, 2 + down, COW, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::confidence).containsExactly(0.6f);
  }

  @Test
  void candidatesComeInTheOrderOfTheCells() {
    heat(4, 0, COW, 0.4);
    heat(0, 1, COW, 0.9);
    heat(3, 3, COW, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::confidence).containsExactly(0.4f, 0.9f, 0.6f);
  }

  @Test
  void whatIsNoNumberIsNoPeak() {
    heat(3, 2, COW, Double.NaN);
    heat(4, 2, PERSON, 0.6);
    assertThat(candidates(0.3)).extracting(Candidate::category).containsExactly(Category.PERSON);
  }
}
