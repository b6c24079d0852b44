package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.FixtureModels;
import io.affut.engine.RealParts;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks that were converted from checkpoints, through OpenVINO.
class ImportedNetworksTest {
  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private OpenVinoBackend backend;

  @BeforeEach
  void open() {
    backend = new OpenVinoBackend(RealParts.openVino(), ledger);
  }

  @AfterEach
  void everythingIsGivenBack() {
    if (backend == null) {
      return; // what it needs is not here, so it was skipped
    }
    backend.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private Model<?> add(String name, String... settings) {
    return new FixtureModels(folder).add(name, settings);
  }

  private static NetworkSettings settings() {
    return new NetworkSettings("CPU", Precision.F32, 2, false);
  }

  private static float[] compute(Slot slot, int output) {
    slot.start();
    slot.await();
    return slot.outputs().get(output).toArray(ValueLayout.JAVA_FLOAT);
  }

  /// Height and width of the network are open, so each size of letterbox is one of its own.
  @ParameterizedTest
  @CsvSource({
    "yolov8n-random, 320, 256, 1680",
    "yolo11n-random, 96, 320, 630",
    "yolov5n-random, 320, 256, 5040",
    "yolov5n6-random, 384, 320, 7650"
  })
  void aDetectorTakesEverySizeThatItsStrideAllows(String name, int width, int height, int cells) {
    Model<DetectorManifest> model = add(name).as(DetectorManifest.class);
    try (Network network = backend.load(model, settings(), width, height)) {
      Slot slot = network.slots().getFirst();
      assertThat(slot.input().host().byteSize()).isEqualTo(3L * width * height);
      int row = model.manifest().head() instanceof DetectorManifest.YoloV5 ? 5 + 3 : 4 + 3;
      assertThat(slot.outputs())
          .extracting(MemorySegment::byteSize)
          .containsExactly(4L * cells * row);
      slot.input().host().fill((byte) 114);
      assertThat(compute(slot, 0)).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource({"dinov2-vit-tiny-random, 182, 38", "dinov3-vit-tiny-random, 224, 40"})
  void aClassifierGivesLogitsAndTheEmbeddingOfACrop(String name, int size, int classes) {
    Model<ClassifierManifest> model =
        add(name, "heads=4", "size=" + size).as(ClassifierManifest.class);
    try (CropNetwork network = backend.load(model, Optional.empty(), settings(), 3)) {
      assertThat(network.size()).isEqualTo(size);
      CropBatch batch = network.batches().getFirst();
      assertThat(batch.capacity()).isEqualTo(3);
      assertThat(batch.input(2).host().byteSize()).isEqualTo(3L * size * size);
      batch.input(0).host().fill((byte) 0);
      batch.input(1).host().fill((byte) 255);
      batch.compute(1);
      Logits black = batch.logits(0);
      assertThat(black.classes()).hasSize(classes).doesNotContain(Float.NaN);
      assertThat(black.birds()).isEmpty();
      batch.compute(2);
      assertThat(batch.logits(0).classes())
          .as("black beside white")
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(black.classes());
      assertThat(batch.logits(1).classes()).as("white").isNotEqualTo(black.classes());
    }
  }

  /// OpenVINO ends the process where it fuses the sum at the end of a narrow network, as these
  /// miniatures are, for 4, 6 and 8 rows; the conversion writes that sum in another way.
  @ParameterizedTest
  @CsvSource({"dinov2-vit-tiny-random, 182", "dinov3-vit-tiny-random, 224"})
  void aBatchOfAnySizeSaysTheSameOfACrop(String name, int size) {
    Model<ClassifierManifest> model =
        add(name, "heads=4", "size=" + size).as(ClassifierManifest.class);
    try (CropNetwork network = backend.load(model, Optional.of(birds()), settings(), 8)) {
      CropBatch batch = network.batches().getLast();
      for (int i = 0; i < 8; i++) {
        batch.input(i).host().fill((byte) 90);
      }
      batch.compute(1);
      Logits alone = batch.logits(0);
      for (int count = 2; count <= 8; count++) {
        batch.compute(count);
        Logits last = batch.logits(count - 1);
        assertThat(last.classes())
            .as("of %d", count)
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(alone.classes());
        assertThat(last.birds())
            .as("of %d", count)
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(alone.birds());
      }
    }
  }

  /// As on devices that take networks of one size only.
  @Test
  void cropsThatAreComputedOneByOneGetTheSameLogits() {
    Model<ClassifierManifest> model = classifier();
    try (CropNetwork together = backend.load(model, Optional.of(birds()), settings(), 3, 3);
        CropNetwork alone = backend.load(model, Optional.of(birds()), settings(), 3, 1)) {
      CropBatch expected = together.batches().getFirst();
      CropBatch found = alone.batches().getFirst();
      assertThat(found.capacity()).isEqualTo(3);
      for (int place = 0; place < 3; place++) {
        expected.input(place).host().fill((byte) (40 + 80 * place));
        found.input(place).host().fill((byte) (40 + 80 * place));
      }
      expected.compute(3);
      assertThat(expected.logits(0)).isNotEqualTo(expected.logits(1));
      for (int count = 3; count >= 1; count--) {
        expected.compute(count);
        found.compute(count);
        for (int place = 0; place < count; place++) {
          assertThat(found.logits(place).classes())
              .as("crop %d of %d", place, count)
              .usingComparatorWithPrecision(1e-4f)
              .containsExactly(expected.logits(place).classes());
          assertThat(found.logits(place).birds())
              .hasSize(8)
              .usingComparatorWithPrecision(1e-4f)
              .containsExactly(expected.logits(place).birds());
        }
      }
    }
  }

  @Test
  void aBirdHeadReadsTheEmbeddingsOfTheWholeBatch() {
    try (CropNetwork network = backend.load(classifier(), Optional.of(birds()), settings(), 2)) {
      CropBatch batch = network.batches().getFirst();
      batch.input(0).host().fill((byte) 0);
      batch.input(1).host().fill((byte) 255);
      batch.compute(2);
      assertThat(batch.logits(0).birds()).hasSize(8).isNotEqualTo(batch.logits(1).birds());
      batch.input(0).host().fill((byte) 255);
      float[] white = batch.logits(1).birds();
      batch.compute(1);
      assertThat(batch.logits(0).birds())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(white);
    }
  }

  private Model<ClassifierManifest> classifier() {
    return new FixtureModels(folder).classifier();
  }

  private Model<BirdHeadManifest> birds() {
    return new FixtureModels(folder).birdHead();
  }
}
