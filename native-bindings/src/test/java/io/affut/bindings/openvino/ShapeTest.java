package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void isWrittenAsOpenVinoWritesIt() {
    assertThat(PartialShape.of(1, 3, -1, 640)).hasToString("{1,3,?,640}");
    assertThat(PartialShape.of()).hasToString("{}");
    assertThat(new PartialShape(Optional.empty())).hasToString("?");
    assertThat(new Dimension(2, Dimension.UNBOUNDED)).hasToString("2..");
  }

  @Test
  void onlyFixedShapesHaveExtents() {
    assertThat(PartialShape.of(1, 3).extents()).containsExactly(1, 3);
    assertThat(PartialShape.of().extents()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> PartialShape.of(1, -1).extents());
    assertThatIllegalStateException()
        .isThrownBy(() -> new PartialShape(Optional.empty()).extents());
  }

  @Test
  void impossibleDimensionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Dimension(-1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Dimension(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Dimension.of(-2));
  }

  @Property
  void goesThroughCAndBack(
      @ForAll @Size(max = 6) List<@IntRange(min = -1, max = 5000) Integer> extents) {
    PartialShape shape = PartialShape.of(extents.stream().mapToLong(Integer::longValue).toArray());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment partial = arena.allocate(OpenVinoC.OV_PARTIAL_SHAPE_T);
      Shapes.write(arena, shape.dimensions().orElseThrow(), partial);
      assertThat(Shapes.readPartial(partial)).isEqualTo(shape);
      if (shape.isStatic()) {
        assertThat(Shapes.read(Shapes.allocate(arena, shape.extents()))).isEqualTo(shape.extents());
      }
    }
  }
}
