package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.GuardPageArena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrientationTest {

  @Test
  void numbersThatExifDoesNotKnowMeanUpright() {
    for (int number = 1; number <= 8; number++) {
      assertThat(Orientation.ofExif(number).exif()).isEqualTo(number);
    }
    assertThat(Orientation.ofExif(0)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.ofExif(9)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.ofExif(-1)).isEqualTo(Orientation.UPRIGHT);
  }

  // EXIF says which sides of the scene the stored row 0 and column 0 are: 1 top and left,
  // 2 top and right, 3 bottom and right, 4 bottom and left, 5 left and top, 6 right and top,
  // 7 right and bottom, 8 left and bottom.
  @Property(tries = 200)
  void storedRowsAndColumnsGoToTheSidesThatExifNames(
      @ForAll Orientation orientation,
      @ForAll @IntRange(min = 1, max = 100) int width,
      @ForAll @IntRange(min = 1, max = 100) int height) {
    byte[] stored = new byte[width * height * 3];
    new Random(width * 1000L + height).nextBytes(stored);
    boolean swaps = orientation.swapsSides();
    int uprightWidth = swaps ? height : width;
    int uprightHeight = swaps ? width : height;
    byte[] wanted = new byte[stored.length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int x =
            switch (orientation.exif()) {
              case 1, 4 -> column;
              case 2, 3 -> uprightWidth - 1 - column;
              case 5, 8 -> row;
              default -> uprightWidth - 1 - row;
            };
        int y =
            switch (orientation.exif()) {
              case 1, 2 -> row;
              case 3, 4 -> uprightHeight - 1 - row;
              case 5, 6 -> column;
              default -> uprightHeight - 1 - column;
            };
        System.arraycopy(stored, 3 * (row * width + column), wanted, 3 * (y * uprightWidth + x), 3);
      }
    }
    assertThat(turned(stored, width, height, orientation)).isEqualTo(wanted);
  }

  private static byte[] turned(byte[] stored, int width, int height, Orientation orientation) {
    try (GuardPageArena arena = new GuardPageArena()) {
      MemorySegment from = arena.allocate(stored.length, 1);
      MemorySegment.copy(stored, 0, from, ValueLayout.JAVA_BYTE, 0, stored.length);
      MemorySegment to = arena.allocate(stored.length, 1);
      UprightKernel.run(from, width, height, orientation, to);
      return to.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
