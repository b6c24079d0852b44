package io.affut.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {
  private static final float HALF = 0.5f;

  /// A network that takes one animal for a cow and, a little less, for a horse says it twice; both
  /// classes are animals, so it is one box.
  @Test
  void cowAndHorseOnOneAnimalAreOneBox() {
    Candidate cow = new Candidate(Category.ANIMAL, 0.8f, 100, 100, 200, 180);
    Candidate horse = new Candidate(Category.ANIMAL, 0.6f, 102, 98, 205, 181);
    assertThat(NonMaximumSuppression.within(List.of(horse, cow), HALF, 100)).containsExactly(cow);
  }

  @Test
  void aPersonOverAnAnimalStays() {
    Candidate horse = new Candidate(Category.ANIMAL, 0.8f, 100, 100, 200, 180);
    Candidate rider = new Candidate(Category.PERSON, 0.6f, 100, 100, 200, 180);
    assertThat(NonMaximumSuppression.within(List.of(rider, horse), HALF, 100))
        .containsExactly(horse, rider);
  }

  @Test
  void aBoxGoesOnlyWhenItOverlapsByMoreThanTheLimit() {
    Candidate better = new Candidate(Category.ANIMAL, 0.9f, 0, 0, 100, 100);
    Candidate half = new Candidate(Category.ANIMAL, 0.8f, 0, 0, 50, 100);
    Candidate more = new Candidate(Category.ANIMAL, 0.7f, 0, 0, 51, 100);
    assertThat(better.intersectionOverUnion(half)).isEqualTo(HALF);
    assertThat(NonMaximumSuppression.within(List.of(better, half), HALF, 100))
        .containsExactly(better, half);
    assertThat(NonMaximumSuppression.within(List.of(better, more), HALF, 100))
        .containsExactly(better);
  }

  /// The middle one hides the right one, but is itself hidden by the left one.
  @Test
  void aBoxThatIsGoneHidesNothing() {
    Candidate left = new Candidate(Category.ANIMAL, 0.9f, 0, 0, 100, 100);
    Candidate middle = new Candidate(Category.ANIMAL, 0.8f, 30, 0, 130, 100);
    Candidate right = new Candidate(Category.ANIMAL, 0.7f, 60, 0, 160, 100);
    assertThat(NonMaximumSuppression.within(List.of(left, middle, right), HALF, 100))
        .containsExactly(left, right);
  }

  @Test
  void ofEquallyConfidentBoxesTheEarlierStays() {
    Candidate first = new Candidate(Category.ANIMAL, 0.5f, 0, 0, 100, 100);
    Candidate second = new Candidate(Category.ANIMAL, 0.5f, 1, 1, 101, 101);
    Candidate elsewhere = new Candidate(Category.ANIMAL, 0.5f, 300, 0, 400, 100);
    assertThat(NonMaximumSuppression.within(List.of(first, second, elsewhere), HALF, 100))
        .containsExactly(first, elsewhere);
    assertThat(NonMaximumSuppression.within(List.of(elsewhere, second, first), HALF, 100))
        .containsExactly(elsewhere, second);
  }

  @Test
  void notMoreThanTheMostBoxesAreKeptAndTheseAreTheMostConfident() {
    List<Candidate> apart = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      apart.add(new Candidate(Category.ANIMAL, i / 20f, 10 * i, 0, 10 * i + 9, 9));
    }
    Collections.shuffle(apart, new Random(7));
    assertThat(NonMaximumSuppression.within(apart, HALF, 3))
        .extracting(Candidate::confidence)
        .containsExactly(19 / 20f, 18 / 20f, 17 / 20f);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(NonMaximumSuppression.within(List.<Candidate>of(), HALF, 100)).isEmpty();
  }

  @Property(tries = 300)
  void survivorsOfOneCategoryNeverOverlapByMoreThanTheLimit(
      @ForAll("candidates") List<Candidate> candidates, @ForAll("limits") float limit) {
    List<Candidate> kept = NonMaximumSuppression.within(candidates, limit, 1000);
    for (int i = 0; i < kept.size(); i++) {
      for (Candidate later : kept.subList(i + 1, kept.size())) {
        if (kept.get(i).category().equals(later.category())) {
          assertThat(kept.get(i).intersectionOverUnion(later)).isLessThanOrEqualTo(limit);
        }
      }
    }
  }

  @Property(tries = 300)
  void everyDroppedBoxOverlapsABetterKeptOneOfItsCategory(
      @ForAll("candidates") List<Candidate> candidates, @ForAll("limits") float limit) {
    List<Candidate> kept = NonMaximumSuppression.within(candidates, limit, 1000);
    Set<Candidate> dropped = new HashSet<>(candidates);
    kept.forEach(dropped::remove);
    assertThat(candidates).containsAll(kept);
    assertThat(dropped)
        .allSatisfy(box ->
            assertThat(kept)
                .anyMatch(better ->
                    better.category().equals(box.category())
                        && better.confidence() >= box.confidence()
                        && better.intersectionOverUnion(box) > limit));
  }

  @Property(tries = 300)
  void survivorsAreSortedByConfidence(@ForAll("candidates") List<Candidate> candidates) {
    assertThat(NonMaximumSuppression.within(candidates, HALF, 1000))
        .isSortedAccordingTo((a, b) -> Float.compare(b.confidence(), a.confidence()));
  }

  @Provide
  Arbitrary<Float> limits() {
    return Arbitraries.floats().between(0, 1);
  }

  /// Many overlap, and some are equally confident.
  @Provide
  Arbitrary<List<Candidate>> candidates() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(0, 60);
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 60);
    Arbitrary<Float> confidence = Arbitraries.integers().between(1, 20).map(i -> i / 20f);
    Arbitrary<Category> category = Arbitraries.of(Category.STANDARD);
    return Combinators.combine(category, confidence, edge, edge, side, side)
        .as((c, p, x, y, w, h) -> new Candidate(c, p, x, y, x + w, y + h))
        .list()
        .ofMaxSize(40);
  }
}
