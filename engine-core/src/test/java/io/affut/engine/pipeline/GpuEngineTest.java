package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.FixtureModels;
import io.affut.engine.RealParts;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way over a GPU on real photos, with stand-ins of all of NVIDIA's libraries: pictures
/// are read, decoded, fitted, looked at, cut out and named there. What it shows of a real GPU is
/// that the parts fit, not that they work there.
@Timeout(300)
class GpuEngineTest {
  @TempDir private static Path store;
  private static BoxSource<Model<DetectorManifest>> source;
  private static Optional<Classification> classification;
  private static List<PictureFile> photos;

  /// What the processor finds.
  private static Map<String, PictureResult> reference;

  private StandInMachine machine;

  @BeforeAll
  static void getParts() throws IOException {
    RealParts.openVino();
    RealParts.requireTurboJpeg();
    source = new BoxSource.One<>(RealParts.defaultModel());
    FixtureModels models = new FixtureModels(store);
    classification =
        Optional.of(
            new Classification(
                models.classifier(), Optional.of(models.birdHead()), Classification.Which.ALL));
    photos = PictureFinder.find(List.of(Fixtures.at("photos"))).pictures();
    try (Engine engine =
        Engine.open(
            source,
            classification,
            settings(Device.CPU),
            RealParts.libraries(),
            new NativeLedger())) {
      reference = ToldOnce.by(engine, photos).byFile();
    }
  }

  private static EngineSettings settings(Device device) {
    return EngineSettings.on(device, 2).precision(Precision.F32).decode(DecodeRule.FULL).build();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (machine != null) {
      machine.close();
      assertThat(machine.left()).isEmpty();
    }
    Remains.assertNoWorker();
  }

  @Test
  void aGpuFindsAndNamesWhatTheProcessorDoes() throws Exception {
    machine = new StandInMachine(1);
    try (Engine engine = machine.open(source, classification, settings(new Device.Cuda(0)))) {
      assertSame(ToldOnce.by(engine, photos).byFile(), "nvJPEG");
    }
  }

  @Test
  void aDetectorAloneFindsTheSame() throws Exception {
    machine = new StandInMachine(1);
    try (Engine engine = machine.open(source, Optional.empty(), settings(new Device.Cuda(0)))) {
      Map<String, PictureResult> found = ToldOnce.by(engine, photos).byFile();
      found.forEach((name, result) ->
          assertBoxes(
              ((DetectedPicture) result).detections(),
              ((DetectedPicture) reference.get(name)).detections(),
              name));
    }
  }

  @Test
  void severalGpusShareThePicturesAndFindTheSame() throws Exception {
    machine = new StandInMachine(2);
    try (Engine engine = machine.open(source, classification, settings(new Device.AllCuda()))) {
      assertThat(engine.facts().device())
          .isEqualTo("cuda:0 (Stand-in GPU 0), cuda:1 (Stand-in GPU 1)");
      assertSame(ToldOnce.by(engine, photos).byFile(), "nvJPEG");
    }
  }

  /// In the second run too: each run tells of its own.
  @Test
  void jpegsThatNvJpegDoesNotDecodeAreCountedAndTold() throws Exception {
    machine = new StandInMachine(1);
    try (Engine engine = machine.open(source, Optional.empty(), settings(new Device.Cuda(0)))) {
      for (int run = 0; run < 2; run++) {
        assertThat(ToldOnce.by(engine, photos).notices)
            .singleElement()
            .asString()
            .startsWith(
                "cuda:0 (Stand-in GPU 0): the processor decoded 2 of the JPEGs, which nvJPEG did"
                    + " not: ")
            .contains("it has 4 components (1)");
      }
    }
  }

  @Test
  void theFactsAreThoseOfTheGpu() throws Exception {
    machine = new StandInMachine(2);
    try (Engine engine = machine.open(source, classification, settings(new Device.Cuda(1)))) {
      EngineFacts facts = engine.facts();
      assertThat(facts.runtime()).isEqualTo("TensorRT 10.15.1");
      assertThat(facts.device()).isEqualTo("cuda:1 (Stand-in GPU 1)");
      assertThat(facts.precision()).isEqualTo("f32");
      assertThat(facts.classifierPrecision()).contains("f32");
      assertThat(facts.decoder()).matches("nvJPEG \\d+\\.\\d+\\.\\d+, libjpeg-turbo \\d.*");
      assertThat(facts.decode()).isEqualTo(DecodeRule.FULL);
      assertThat(facts.slots()).isPositive();
      assertThat(machine.progress).anyMatch(line -> line.contains("cuda:1"));
      assertThat(engine.layers(1)).isEmpty();
    }
  }

  @Test
  void halfPrecisionIsWhatAGpuComputesInUnlessAskedOtherwise() throws Exception {
    machine = new StandInMachine(1);
    EngineSettings plain =
        EngineSettings.on(new Device.Cuda(0), 2).decode(DecodeRule.REDUCED).build();
    try (Engine engine = machine.open(source, classification, plain)) {
      assertThat(engine.facts().precision()).isEqualTo("f16");
      assertThat(engine.facts().classifierPrecision()).contains("f16");
      assertThat(engine.facts().decode()).as("nvJPEG knows no other").isEqualTo(DecodeRule.FULL);
    }
  }

  @Test
  void aGpuThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
    machine = new StandInMachine(2);
    assertThatExceptionOfType(DeviceUnavailableException.class)
        .isThrownBy(() -> machine.open(source, classification, settings(new Device.Cuda(5))))
        .withMessage(
            """
            The device cuda:5 is not there. Choose auto, cpu, gpu or npu with --device.
              CUDA finds no cuda:5, but cuda:0 (Stand-in GPU 0), cuda:1 (Stand-in GPU 1).\
            """);
  }

  private static void assertSame(Map<String, PictureResult> found, String decoder) {
    assertThat(found.keySet()).isEqualTo(reference.keySet());
    found.forEach((name, result) -> {
      DetectedPicture picture = (DetectedPicture) result;
      DetectedPicture wanted = (DetectedPicture) reference.get(name);
      assertThat(picture.width()).as(name).isEqualTo(wanted.width());
      assertThat(picture.height()).as(name).isEqualTo(wanted.height());
      assertThat(picture.date()).as(name).isEqualTo(wanted.date());
      assertThat(picture.damage()).as(name).isEqualTo(wanted.damage());
      assertBoxes(picture.detections(), wanted.detections(), name);
      for (int i = 0; i < wanted.detections().size(); i++) {
        assertThat(picture.detections().get(i).logits().isPresent())
            .isEqualTo(wanted.detections().get(i).logits().isPresent());
        if (wanted.detections().get(i).logits().isPresent()) {
          assertThat(picture.detections().get(i).logits().get().classes())
              .as(name)
              .usingComparatorWithPrecision(5e-3f)
              .containsExactly(wanted.detections().get(i).logits().get().classes());
          assertThat(picture.detections().get(i).logits().get().birds())
              .as(name)
              .usingComparatorWithPrecision(5e-3f)
              .containsExactly(wanted.detections().get(i).logits().get().birds());
        }
      }
    });
    assertThat(found.values().stream().map(result -> ((DetectedPicture) result).decoder()))
        .contains(decoder);
  }

  private static void assertBoxes(List<Detection> found, List<Detection> wanted, String name) {
    assertThat(found).as(name).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(found.get(i).category()).as(name).isEqualTo(wanted.get(i).category());
      assertThat(found.get(i).confidence())
          .as(name)
          .isCloseTo(wanted.get(i).confidence(), within(1e-3f));
      assertThat(found.get(i).box().x()).as(name).isCloseTo(wanted.get(i).box().x(), within(1e-3f));
      assertThat(found.get(i).box().width())
          .as(name)
          .isCloseTo(wanted.get(i).box().width(), within(1e-3f));
    }
  }
}
