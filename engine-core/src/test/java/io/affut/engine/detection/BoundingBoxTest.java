package io.affut.engine.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BoundingBoxTest {

  @Test
  void theOverlapIsTheSharedAreaOverTheCoveredArea() {
    var left = new BoundingBox(0, 0, 0.5f, 1);
    var middle = new BoundingBox(0.25f, 0, 0.5f, 1);
    assertThat(left.intersectionOverUnion(middle)).isCloseTo(0.25f / 0.75f, within(1e-7f));
    var quarter = new BoundingBox(0, 0, 0.5f, 0.5f);
    assertThat(left.intersectionOverUnion(quarter)).isEqualTo(0.5f);
  }

  @Test
  void boxesThatOnlyTouchDoNotOverlap() {
    var left = new BoundingBox(0, 0, 0.5f, 1);
    var right = new BoundingBox(0.5f, 0, 0.5f, 1);
    var corner = new BoundingBox(0.5f, 1, 0.5f, 0);
    assertThat(left.intersectionOverUnion(right)).isZero();
    assertThat(left.intersectionOverUnion(corner)).isZero();
  }

  @Test
  void aBoxWithoutAreaOverlapsNothingNotEvenItself() {
    var line = new BoundingBox(0.2f, 0.2f, 0, 0.3f);
    assertThat(line.intersectionOverUnion(line)).isZero();
  }

  /// In 32 bits the right edge of such a box lies a third of its width off.
  @Test
  void aBoxOfAFewMillionthsOverlapsItselfLikeAnyOther() {
    var speck = new BoundingBox(0.9f, 0.9f, 1e-7f, 1e-7f);
    assertThat(speck.intersectionOverUnion(speck)).isEqualTo(1);
  }

  @Property
  void theOverlapIsSymmetricAndBetweenNothingAndOne(
      @ForAll("boxes") BoundingBox one, @ForAll("boxes") BoundingBox other) {
    float overlap = one.intersectionOverUnion(other);
    assertThat(overlap).isBetween(0f, 1f);
    assertThat(other.intersectionOverUnion(one)).isEqualTo(overlap);
  }

  @Property
  void aBoxOverlapsItselfWholly(@ForAll("boxes") BoundingBox box) {
    assertThat(box.intersectionOverUnion(box)).isEqualTo(1);
  }

  @Property
  void boxesApartDoNotOverlap(@ForAll("boxes") BoundingBox box, @ForAll boolean below) {
    var moved =
        below
            ? new BoundingBox(box.x(), box.y() + box.height() + 1e-3f, box.width(), box.height())
            : new BoundingBox(box.x() + box.width() + 1e-3f, box.y(), box.width(), box.height());
    assertThat(box.intersectionOverUnion(moved)).isZero();
  }

  @Property
  void aBoxInsideAnotherOverlapsItByItsShareOfTheArea(@ForAll("boxes") BoundingBox box) {
    var half = new BoundingBox(box.x(), box.y(), box.width() / 2, box.height());
    assertThat(box.intersectionOverUnion(half)).isCloseTo(0.5f, within(1e-6f));
  }

  @Provide
  Arbitrary<BoundingBox> boxes() {
    Arbitrary<Float> edge = Arbitraries.floats().between(0, 0.95f).ofScale(7);
    Arbitrary<Float> share = Arbitraries.floats().between(1e-4f, 1).ofScale(7);
    return Combinators.combine(edge, edge, share, share)
        .as((x, y, w, h) -> new BoundingBox(x, y, w * (1 - x), h * (1 - y)));
  }
}
