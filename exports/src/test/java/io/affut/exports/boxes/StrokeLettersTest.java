package io.affut.exports.boxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrokeLettersTest {
  private static final String ALL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!-+=_/%()'";

  @Test
  void everyLetterOfALabelIsDrawnAndNoTwoLookTheSame() {
    var seen = new java.util.HashSet<String>();
    for (char letter : ALL.toCharArray()) {
      assertThat(seen.add(points(String.valueOf(letter)))).as("%s is new", letter).isTrue();
    }
    assertThat(seen).doesNotContain(points("?"));
  }

  @Test
  void lettersStayOnTheirGrid() {
    for (char letter : ALL.toCharArray()) {
      Rectangle2D bounds = StrokeLetters.path(String.valueOf(letter)).getBounds2D();
      assertThat(bounds.getMinX()).as("%s", letter).isBetween(0.0, 1.0);
      assertThat(bounds.getMinY()).as("%s", letter).isNotNegative();
      assertThat(bounds.getMaxY()).as("%s", letter).isLessThanOrEqualTo(StrokeLetters.BELOW);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "è", "ê", "ë", "ç", "ñ", "ü", "É", "Ä"})
  void accentsAreDrawnOverTheirLetter(String letter) {
    String base = java.text.Normalizer.normalize(letter, java.text.Normalizer.Form.NFD);
    assertThat(StrokeLetters.width(letter)).isEqualTo(StrokeLetters.width(base.substring(0, 1)));
    assertThat(points(letter))
        .startsWith(points(base.substring(0, 1)))
        .isNotEqualTo(points(base.substring(0, 1)));
    assertThat(StrokeLetters.path(letter).getBounds2D().getMinY())
        .isGreaterThanOrEqualTo(-StrokeLetters.ABOVE);
  }

  @ParameterizedTest
  @CsvSource({"œ, oe", "æ, ae", "ß, ss", "ů, u", "漢, ?"})
  void whatIsNotDrawnBecomesTheNearestThatIs(String text, String drawn) {
    assertThat(points(text)).isEqualTo(points(drawn));
  }

  @Test
  void aDotIsDrawnThoughItsStrokeHasNoLength() {
    var dot = new BasicStroke(1, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    Rectangle2D bounds = dot.createStrokedShape(StrokeLetters.path(".")).getBounds2D();
    assertThat(bounds.getWidth()).isBetween(0.9, 1.1);
    assertThat(bounds.getHeight()).isBetween(0.9, 1.1);
  }

  @Test
  void theWidthIsThatOfTheStrokes() {
    assertThat(StrokeLetters.width("")).isZero();
    assertThat(StrokeLetters.width("L")).isEqualTo(3);
    assertThat(StrokeLetters.width("LL")).isEqualTo(3 + 2 + 3);
    assertThat(StrokeLetters.path("animal 0.87").getBounds2D().getMaxX())
        .isEqualTo(StrokeLetters.width("animal 0.87"));
  }

  private static String points(String text) {
    var points = new StringBuilder();
    double[] point = new double[6];
    for (var i = StrokeLetters.path(text).getPathIterator(null); !i.isDone(); i.next()) {
      points.append(i.currentSegment(point) == PathIterator.SEG_MOVETO ? " " : "-");
      points.append((int) point[0]).append(',').append((int) point[1]);
    }
    return points.toString();
  }
}
