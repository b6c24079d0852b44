package io.affut.exports.boxes;

import java.awt.geom.Path2D;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/// Letters made of straight strokes, which this program draws itself: a machine without a screen
/// often has no fonts, and there Java writes no text.
///
/// Letters stand on a grid. Capitals and digits reach from row 0 down to row 6, small letters from
/// row 2, tails go down to row 8, and the accent of a capital goes up to row -2. What is drawn is
/// the middle of the strokes; they are meant to be about one row thick.
final class StrokeLetters {
  /// Rows that accents need above a capital.
  static final int ABOVE = 2;

  /// Rows from the top of a capital to the end of the tails.
  static final int BELOW = 8;

  private static final int GAP = 2;
  private static final int SPACE = 3;
  private static final char UNKNOWN = '?';

  /// Each line is a character and its strokes; a stroke is a row of points, each of them two
  /// digits, column and row. A stroke of one point is a dot.
  private static final String DRAWN =
      """
      A 062046 1434
      B 060020313223 032334352606
      C 4130100105163645
      D 00204244260600
      E 40000646 0333
      F 400006 0333
      G 41301001051636454323
      H 0006 4046 0343
      I 0006
      J 3035261605
      K 0006 400346
      L 000636
      M 0600234046
      N 06004640
      O 103041453616050110
      P 06003041423303
      Q 103041453616050110 3446
      R 06003041423303 2346
      S 413010010213334445361605
      T 0040 2026
      U 000516364540
      V 002640
      W 0016223640
      X 0046 4006
      Y 002340 2326
      Z 00400646
      a 12223336 341405162635
      b 0006 0312223335261605
      c 3322120305162635
      d 3036 3322120305162635
      e 04343322120305162635
      f 30201116 0323
      g 3237281807 3322120305162635
      h 0006 0312223336
      i 00 0206
      j 10 121708
      k 0006 320436
      l 000516
      m 0206 03122326 23324346
      n 0206 0312223336
      o 122233352616050312
      p 0208 0312223335261605
      q 3238 3322120305162635
      r 0206 031222
      s 33221203142435261605
      t 101526 0222
      u 0205162635 3236
      v 022642
      w 0216243642
      x 0236 3206
      y 0205162635 3237281807
      z 02320636
      0 102031352616050110
      1 112026 1636
      2 01102031320636
      3 01102031322313 233435261605
      4 26200434
      5 300003233435261605
      6 3120100105162635342303
      7 003016
      8 102031322313020110 1304051626353423
      9 0516263531201001021333
      . 06
      , 1507
      : 03 06
      ; 03 1507
      ! 0004 06
      ? 01102031321314 16
      - 0323
      + 2125 0343
      = 0232 0434
      _ 0646
      / 0630
      % 00 4006 46
      ( 10020416
      ) 00121406
      ' 0001
      """;

  /// The strokes of combining accents, above a small letter; below it for the cedilla.
  private static final Map<Character, String> ACCENTS =
      Map.of(
          '\u0300', "0011", // grave
          '\u0301', "1120", // acute
          '\u0302', "011021", // circumflex
          '\u0303', "01102130", // tilde
          '\u0308', "00 20", // diaeresis
          '\u0327', "161708"); // cedilla

  private static final Map<Character, String> STROKES = strokes();

  private StrokeLetters() {}

  /// The strokes of `text` in one path, in columns and rows from its left end.
  static Path2D.Double path(String text) {
    var path = new Path2D.Double();
    lay(text, path);
    return path;
  }

  /// Columns that `text` takes, without the thickness of the strokes.
  static int width(String text) {
    return lay(text, new Path2D.Double());
  }

  private static int lay(String text, Path2D.Double path) {
    int column = 0;
    int letter = 0;
    boolean capital = false;
    for (char character : plain(text).toCharArray()) {
      if (character == ' ') {
        column += SPACE;
      } else if (ACCENTS.containsKey(character)) {
        append(path, ACCENTS.get(character), letter, capital && character != '\u0327' ? -2 : 0);
      } else {
        String strokes = STROKES.getOrDefault(character, STROKES.get(UNKNOWN));
        letter = column;
        capital = Character.isUpperCase(character);
        column += append(path, strokes, letter, 0) + GAP;
      }
    }
    return Math.max(0, column - GAP);
  }

  /// Letters and their accents apart, without the accents that are not drawn.
  private static String plain(String text) {
    String apart = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("ß", "ss");
    return Normalizer.normalize(apart, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK || isDrawn(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isDrawn(int accent) {
    return Character.isBmpCodePoint(accent) && ACCENTS.containsKey((char) accent);
  }

  /// @return the last column that the strokes touch, from their own first one
  private static int append(Path2D.Double path, String strokes, int column, int row) {
    int last = 0;
    for (String stroke : strokes.split(" ")) {
      for (int i = 0; i < stroke.length(); i += 2) {
        int x = stroke.charAt(i) - '0';
        int y = stroke.charAt(i + 1) - '0' + row;
        last = Math.max(last, x);
        if (i == 0) {
          path.moveTo(column + x, y);
        }
        path.lineTo(column + x, y);
      }
    }
    return last;
  }

  private static Map<Character, String> strokes() {
    Map<Character, String> strokes = new HashMap<>();
    DRAWN.lines().forEach(line -> strokes.put(line.charAt(0), line.substring(2)));
    return Map.copyOf(strokes);
  }
}
