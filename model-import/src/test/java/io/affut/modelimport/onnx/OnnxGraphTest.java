package io.affut.modelimport.onnx;

import static io.affut.modelimport.Array.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import io.affut.modelimport.Array;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Onnx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs with extents that differ from run to run, and nodes with several results.
class OnnxGraphTest {
  @TempDir Path folder;

  @Test
  void anExtentThatMayDifferHasAName() throws Exception {
    OnnxGraph graph = new OnnxGraph("g");
    graph.input(ModelPort.floats("x", "batch", "3", "width"));
    graph.node("Relu", "y", List.of("x"));
    graph.output(ModelPort.floats("y", "batch", "3", "width"));
    Path file = folder.resolve("model.onnx");
    ImportedModel model = graph.finish().save(file);
    assertThat(model.inputs().getFirst().shape()).containsExactly(-1, 3, -1);
    assertThat(model.inputs().getFirst().symbols()).containsExactly("batch", "", "width");
    assertThat(Onnx.read(file).getGraph().getInput(0).getType().getTensorType().getShape())
        .satisfies(shape -> {
          assertThat(shape.getDimList())
              .extracting(Dimension::getDimParam)
              .containsExactly("batch", "", "width");
          assertThat(shape.getDim(1).getDimValue()).isEqualTo(3);
        });
    for (int width : new int[] {1, 4}) {
      Array x = Array.random(1, 2, 3, width);
      assertThat(Onnx.run(file, Map.of("x", x)).get("y").shape()).containsExactly(2, 3, width);
    }
  }

  @Test
  void aPortWithoutNamesHasAFixedShape() {
    ModelPort port = new ModelPort("x", ElementType.FLOAT32, List.of(1, 3));
    assertThat(port).isEqualTo(ModelPort.floats("x", "1", "3"));
  }

  @Test
  void anExtentIsEitherFixedOrNamed() {
    assertThatThrownBy(
            () -> new ModelPort("x", ElementType.FLOAT32, List.of(-1, 3), List.of("", "")))
        .hasMessage("extent 0 of x is -1 with the name ''");
    assertThatThrownBy(() -> new ModelPort("x", ElementType.FLOAT32, List.of(3), List.of("n")))
        .hasMessage("extent 0 of x is 3 with the name 'n'");
    assertThatThrownBy(() -> new ModelPort("x", ElementType.FLOAT32, List.of(3), List.of()))
        .hasMessage("x has 1 extents, but 0 names");
  }

  @Test
  void aNodeOfWhichOneResultIsNeededStays() throws Exception {
    OnnxGraph graph = new OnnxGraph("g");
    graph.input(ModelPort.floats("x", "4"));
    graph.node("Split", List.of("a", "b"), List.of("x"), OnnxAttribute.integer("axis", 0));
    graph.node("Neg", "y", List.of("b"));
    graph.output(ModelPort.floats("y", "2"));
    ImportedModel model = graph.finish().save(folder.resolve("split.onnx"));
    assertThat(model.operators()).containsOnly(Map.entry("Neg", 1), Map.entry("Split", 1));
    Array x = new Array(shape(4), new float[] {1, 2, 3, 4});
    assertThat(Onnx.run(model.file(), Map.of("x", x)).get("y").values()).containsExactly(-3, -4);
  }

  @Test
  void anotherTensorOfTheSameNameIsAMistakeOfTheImporter() {
    OnnxGraph graph = new OnnxGraph("g");
    graph.node("Split", List.of("a", "b"), List.of("x"));
    assertThatThrownBy(() -> graph.node("Neg", "b", List.of("x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the graph has a tensor b already");
  }
}
