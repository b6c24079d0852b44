package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.testing.GuardPageArena;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading, describing, reshaping and compiling models.
interface ModelContract extends OpenVinoUnderTest {
  @Test
  default void aModelIsReadFromItsFileWithTheWeightsBesideIt(@TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("model.xml"), SmallModels.scaling());
    Files.write(folder.resolve("model.bin"), SmallModels.weights(2));
    try (Model model = core().read(file)) {
      assertThat(model.name()).isEqualTo("scaling");
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(2, 4, 6);
    }
  }

  @Test
  default void aNameOutsideAsciiDoesNotMatter(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("modèle d'été.xml"), SmallModels.scaling());
    Files.write(folder.resolve("modèle d'été.bin"), SmallModels.weights(-1));
    try (Model model = core().read(file)) {
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(-1, -2, -3);
    }
  }

  @Test
  default void aModelFileMayBeDeletedOnceItIsRead(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model.xml"), SmallModels.scaling());
    Path weights = Files.write(folder.resolve("model.bin"), SmallModels.weights(5));
    try (Model model = core().read(file)) {
      Files.write(weights, new byte[0]);
      Files.delete(file);
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(5, 10, 15);
    }
  }

  @Test
  default void aModelIsReadFromTheHeap() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(3))) {
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(3, 6, 9);
    }
  }

  @Test
  default void onnxIsReadFromMemoryAndFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("relu.onnx"), SmallModels.onnxRelu());
    try (Model fromFile = core().read(file);
        Model fromMemory = core().read(SmallModels.onnxRelu())) {
      for (Model model : List.of(fromFile, fromMemory)) {
        assertThat(model.inputs())
            .containsExactly(new Port("x", ElementType.F32, PartialShape.of(2, 2)));
        assertThat(model.outputs())
            .containsExactly(new Port("y", ElementType.F32, PartialShape.of(2, 2)));
        assertThat(Inference.of(this, model, new long[] {2, 2}, -1, 2, -3, 4))
            .containsExactly(0, 2, 0, 4);
      }
    }
  }

  @Test
  default void memoryThatAModelWasReadFromMayGo() {
    byte[] bytes = SmallModels.scaling();
    byte[] weights = SmallModels.weights(7);
    Model model;
    try (Arena arena = new GuardPageArena()) {
      MemorySegment text = arena.allocate(bytes.length, 1);
      MemorySegment numbers = arena.allocate(weights.length, 1);
      text.copyFrom(MemorySegment.ofArray(bytes));
      numbers.copyFrom(MemorySegment.ofArray(weights));
      model = core().read(text, numbers);
    }
    try (model) {
      assertThat(Inference.of(this, model, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(7, 14, 21);
    }
  }

  @Test
  default void weightsLiveAsLongAsAnythingUsesThem() {
    Model model = core().read(SmallModels.scaling(), SmallModels.weights(2));
    assertThat(ledger().snapshot()).containsEntry("ov_model bytes", 4L);
    CompiledModel compiled = core().compile(model, "CPU", EXACT);
    model.close();
    InferRequest request = compiled.newRequest();
    compiled.close();
    try (Arena memory = Arena.ofConfined()) {
      assertThat(Inference.of(openVino(), memory, request, new long[] {1, 3, 1, 1}, 1, 2, 3))
          .containsExactly(2, 4, 6);
    }
    assertThat(ledger().snapshot()).containsEntry("ov_model bytes", 4L);
    request.close();
    assertThat(ledger().snapshot()).doesNotContainKey("ov_model bytes");
  }

  @Test
  default void portsHaveNameTypeAndShape() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(2))) {
      assertThat(model.inputs())
          .containsExactly(new Port("picture", ElementType.F32, PartialShape.of(-1, 3, -1, -1)));
      assertThat(model.outputs())
          .containsExactly(new Port("product", ElementType.F32, PartialShape.of(-1, 3, -1, -1)));
    }
  }

  @Test
  default void aPortMayBeWithoutAName() {
    try (Model model = core().read(SmallModels.power(1))) {
      assertThat(model.outputs())
          .containsExactly(new Port("", ElementType.F32, PartialShape.of(-1, -1)));
    }
  }

  @Test
  default void reshapingGoesThroughTheModel() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(2))) {
      model.reshape(0, PartialShape.of(1, 3, 4, 5));
      assertThat(model.outputs().getFirst().shape().extents()).containsExactly(1, 3, 4, 5);
      var range =
          new PartialShape(
              Optional.of(
                  List.of(
                      new Dimension(1, 8), Dimension.of(3), Dimension.of(-1), Dimension.of(2))));
      model.reshape(Map.of(0, range));
      assertThat(model.outputs().getFirst().shape()).hasToString("{1..8,3,?,2}");
    }
  }

  @Test
  default void aShapeThatTheModelCannotTakeIsAnErrorInTheLibrarysOwnWords() {
    try (Model model = core().read(SmallModels.power(2))) {
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> model.reshape(0, PartialShape.of(2, 3)))
          .satisfies(e -> assertThat(e.function()).isEqualTo("ov_model_reshape_by_port_indexes"))
          .satisfies(e -> assertThat(e.nativeText()).contains("MatMul"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.reshape(0, new PartialShape(Optional.empty())));
    }
  }

  @Test
  default void aMissingFileIsAnErrorInTheLibrarysOwnWords() {
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read(Path.of("no-such-model.xml")))
        .satisfies(e -> assertThat(e.nativeText()).contains("no-such-model.xml"));
  }

  @Test
  default void garbageIsAnErrorInTheLibrarysOwnWords(@TempDir Path folder) throws IOException {
    byte[] garbage = "this is no model".getBytes();
    Path file = Files.write(folder.resolve("garbage.onnx"), garbage);
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read(file))
        .satisfies(e -> assertThat(e.nativeText()).isNotBlank());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> core().read(garbage))
        .withMessageContaining("neither ONNX nor XML");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> core().read(garbage, SmallModels.weights(1)));
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read("<garbage/>".getBytes()))
        .satisfies(e -> assertThat(e.nativeText()).isNotBlank());
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read("<garbage/>".getBytes(), SmallModels.weights(1)));
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read(new byte[0]))
        .satisfies(e -> assertThat(e.statusName()).isEqualTo("INVALID_C_PARAM"));
  }

  /// OpenVINO 2026.2 would end the process.
  @Test
  default void anOnnxModelThatIsCutOffIsRefusedWherever(@TempDir Path folder) throws IOException {
    byte[] whole = SmallModels.onnxRelu();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try (Model model = core().read(cut)) {
        assertThat(model.outputs()).hasSize(1); // only the version is missing
      } catch (OpenVinoException | IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("INVALID_C_PARAM");
      }
    }
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatIllegalArgumentException().isThrownBy(() -> core().read(half));
    Path file = Files.write(folder.resolve("cut.onnx"), half);
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().read(file))
        .satisfies(e -> assertThat(e.nativeText()).contains("cut.onnx"));
    Path accented = Files.write(folder.resolve("coupé.onnx"), half);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> core().read(accented))
        .withMessageContaining("coupé.onnx");
    Files.delete(accented);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> core().read(accented))
        .withMessageContaining("coupé.onnx");
  }

  @Test
  default void compilingForADeviceThatIsNotThereNamesIt() {
    try (Model model = core().read(SmallModels.onnxRelu())) {
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> core().compile(model, "TOASTER", Map.of()))
          .satisfies(e -> assertThat(e.function()).isEqualTo("ov_core_compile_model"))
          .satisfies(e -> assertThat(e.nativeText()).contains("TOASTER"));
    }
  }

  @Test
  default void propertiesOfACompiledModelAreTheEffectiveOnes() {
    var wanted =
        Map.of(
            "INFERENCE_PRECISION_HINT", "f32",
            "NUM_STREAMS", "2",
            "INFERENCE_NUM_THREADS", "2",
            "PERFORMANCE_HINT", "THROUGHPUT");
    try (Model model = core().read(SmallModels.onnxRelu());
        CompiledModel compiled = core().compile(model, "CPU", wanted)) {
      assertThat(compiled.property("INFERENCE_PRECISION_HINT")).isEqualTo("f32");
      assertThat(compiled.property("NUM_STREAMS")).isEqualTo("2");
      assertThat(compiled.property("EXECUTION_DEVICES")).isEqualTo("CPU");
      assertThat(Integer.parseInt(compiled.property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")))
          .isPositive();
      assertThat(compiled.inputs()).extracting(Port::name).containsExactly("x");
      assertThat(compiled.outputs()).extracting(Port::name).containsExactly("y");
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> compiled.property("NO_SUCH_PROPERTY"))
          .satisfies(e -> assertThat(e.nativeText()).contains("NO_SUCH_PROPERTY"));
    }
  }

  @Test
  default void anUnknownPropertyOrValueIsRefused() {
    try (Model model = core().read(SmallModels.onnxRelu())) {
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> core().compile(model, "CPU", Map.of("NO_SUCH_PROPERTY", "1")))
          .satisfies(e -> assertThat(e.nativeText()).contains("NO_SUCH_PROPERTY"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> core().compile(model, "CPU", Map.of("NUM_STREAMS", "many")));
    }
  }

  @Test
  default void moreThanSixteenPropertiesAreRefusedBeforeTheCall() {
    Map<String, String> many =
        IntStream.range(0, 17).boxed().collect(Collectors.toMap(i -> "KEY_" + i, i -> "1"));
    try (Model model = core().read(SmallModels.onnxRelu())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> core().compile(model, "CPU", many))
          .withMessageContaining("17");
    }
  }

  @Test
  default void aModelCanBeClosedTwiceAndNamesItselfAfterwards() {
    Model model = core().read(SmallModels.scaling(), SmallModels.weights(1));
    model.close();
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(model::inputs)
        .withMessageContaining("model scaling");
    assertThatIllegalStateException()
        .isThrownBy(() -> core().compile(model, "CPU", Map.of()))
        .withMessageContaining("model scaling");
  }

  @Test
  default void aCompiledModelCanBeClosedTwiceAndNamesItselfAfterwards() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(1))) {
      CompiledModel compiled = core().compile(model, "CPU", EXACT);
      compiled.close();
      compiled.close();
      assertThatIllegalStateException()
          .isThrownBy(compiled::newRequest)
          .withMessageContaining("compiled model scaling on CPU");
      assertThatIllegalStateException().isThrownBy(() -> compiled.property("NUM_STREAMS"));
    }
  }
}
