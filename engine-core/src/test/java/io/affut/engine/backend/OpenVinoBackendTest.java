package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.RealParts;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The default network through OpenVINO.
class OpenVinoBackendTest {
  private static final int SIZE = 512;
  private static Path library;
  private static Model<DetectorManifest> model;

  private final NativeLedger ledger = new NativeLedger();
  private OpenVinoBackend backend;
  private Map<String, Long> unloaded;

  @BeforeAll
  static void getParts() {
    library = RealParts.openVino();
    model = RealParts.defaultModel();
  }

  @BeforeEach
  void open() {
    backend = new OpenVinoBackend(library, ledger);
    unloaded = ledger.snapshot();
  }

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(ledger.snapshot()).isEqualTo(unloaded);
    backend.close();
    backend.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static NetworkSettings settings(boolean manyPictures) {
    return new NetworkSettings("CPU", Precision.F32, 2, manyPictures);
  }

  private Network load() {
    return backend.load(model, settings(false), SIZE, SIZE);
  }

  /// TensorFlow.js' own outputs for the same bytes.
  @Test
  void computesWhatTensorFlowJsDoes() throws Exception {
    Map<String, NumpyArray> expected =
        NumpyArray.readAll(Fixtures.at("default-model/tfjs-domestic_cattle.npz"));
    try (Network network = load()) {
      Slot slot = network.slots().getFirst();
      showCattle(slot.input().host());
      slot.start();
      slot.await();
      MemorySegment heat = slot.outputs().get(0);
      double[] everyHeat = expected.get("keypoints_every_509").values();
      for (int i = 0; i < everyHeat.length; i++) {
        assertThat(at(heat, 509L * i)).isCloseTo((float) everyHeat[i], within(1e-3f));
      }
      double[] hottest = expected.get("keypoints_top100").values();
      double[] where = expected.get("keypoints_top100_index").values();
      for (int i = 0; i < hottest.length; i++) {
        assertThat(at(heat, (long) where[i])).isCloseTo((float) hottest[i], within(1e-3f));
      }
      assertThat(hottest[0]).isGreaterThan(0.5);
      MemorySegment extent = slot.outputs().get(1);
      double[] everyExtent = expected.get("wh_every_31").values();
      double sum = 0;
      for (int i = 0; i < everyExtent.length; i++) {
        float found = at(extent, 31L * i);
        assertThat(found).isCloseTo((float) everyExtent[i], within(2f));
        sum += Math.abs(found - everyExtent[i]);
      }
      assertThat(sum / everyExtent.length).isLessThan(0.1);
    }
  }

  private static float at(MemorySegment values, long index) {
    return values.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }

  /// The top left 512 x 480 pixels of a letterboxed photo, nothing below.
  private static void showCattle(MemorySegment input) throws Exception {
    NativeLedger own = new NativeLedger();
    try (PictureReader reader =
        new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, own)) {
      Picture photo =
          reader.read(Fixtures.at("letterbox/domestic_cattle-640.png"), new DecodeScale.Full());
      assertThat(photo.width()).isEqualTo(640);
      assertThat(photo.height()).isEqualTo(480);
      input.fill((byte) 0);
      for (int y = 0; y < 480; y++) {
        MemorySegment.copy(photo.pixels(), 3L * 640 * y, input, 3L * SIZE * y, 3L * SIZE);
      }
    }
  }

  @Test
  void slotsAreAsLargeAsTheInputAndLiveAsLongAsTheNetwork() {
    Network network = load();
    assertThat(network.slots()).isNotEmpty();
    for (Slot slot : network.slots()) {
      assertThat(slot.width()).isEqualTo(SIZE);
      assertThat(slot.height()).isEqualTo(SIZE);
      assertThat(slot.input().host().byteSize()).isEqualTo(3L * SIZE * SIZE);
      assertThat(slot.input().host().address() % 64).isZero();
      assertThat(slot.outputs())
          .extracting(MemorySegment::byteSize)
          .containsExactly(4L * 128 * 128 * 80, 4L * 128 * 128 * 4);
    }
    Slot slot = network.slots().getFirst();
    network.close();
    network.close();
    assertThatIllegalStateException()
        .isThrownBy(slot::start)
        .withMessageContaining("infer request");
    assertThat(slot.input().host().scope().isAlive()).isFalse();
  }

  @Test
  void theSlotsOfANetworkComputeAtTheSameTime() throws Exception {
    try (Network network = backend.load(model, settings(true), SIZE, SIZE)) {
      for (Slot slot : network.slots()) {
        showCattle(slot.input().host());
        slot.start();
      }
      for (Slot slot : network.slots()) {
        slot.await();
      }
      Slot first = network.slots().getFirst();
      assertThat(network.slots())
          .allSatisfy(slot ->
              assertThat(at(slot.outputs().get(0), 1000))
                  .isCloseTo(at(first.outputs().get(0), 1000), within(1e-5f)));
    }
  }

  @Test
  void thePrecisionIsReadBackFromTheCompiledNetwork() {
    try (Network network = load()) {
      assertThat(network.precision()).isEqualTo("f32");
    }
  }

  @Test
  void theDeviceIsNamed() {
    assertThat(backend.devices()).contains("CPU");
    assertThat(backend.capabilities("CPU")).contains("FP32");
    try (Network network = load()) {
      assertThat(network.device()).isEqualTo("CPU (" + backend.deviceName("CPU") + ")");
    }
  }

  /// Otherwise a word of ours would be left out without a word.
  @Test
  void theProcessorKnowsAllPropertiesThatAreSet() {
    assertThat(backend.knownProperties("CPU"))
        .contains("PERFORMANCE_HINT", "INFERENCE_PRECISION_HINT", "INFERENCE_NUM_THREADS");
  }

  @Test
  void aDeviceIsFoundByItsKindAndByItsOwnName() {
    assertThat(backend.device("CPU")).contains("CPU");
    assertThat(backend.device("CP")).isEmpty();
    assertThat(backend.device("CPU.1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU", "NPU"})
  void forADeviceThatIsNotThereOpenVinosPluginIsAsked(String kind) {
    Assumptions.assumeTrue(backend.device(kind).isEmpty(), "there is a " + kind + " here");
    assertThat(backend.obstacles(kind))
        .isNotEmpty()
        .allMatch(reason -> reason.endsWith(".") && !reason.contains("Exception"))
        .first()
        .asString()
        .containsAnyOf("plugin for it loads", "plugin for it does not load", "has no plugin");
  }

  /// What is there is listed anyhow.
  @Test
  void aNumberThatNoDeviceHasIsNoFaultOfTheMachine() {
    assertThat(backend.device("CPU.7")).isEmpty();
    assertThat(backend.obstacles("CPU.7")).isEmpty();
  }

  private void assertRefused(DetectorManifest manifest, Path folder, String... reasons) {
    assertRefused(new Model<>(manifest, folder), SIZE, reasons);
  }

  /// Its strides leave an odd number of cells, and twice half of them is another one.
  @Test
  void aSizeThatTheNetworkDoesNotTakeIsRefused() {
    assertRefused(model, 400, "it does not take an input of 400 x 400 pixels");
  }

  private void assertRefused(Model<DetectorManifest> wrong, int size, String... reasons) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> backend.load(wrong, settings(false), size, size))
        .satisfies(e ->
            assertThat(e.getMessage())
                .startsWith("OpenVINO cannot use the model centernet-mobilenetv3-512")
                .contains(List.of(reasons))
                .doesNotContain("\n"));
  }

  private static DetectorManifest with(
      LetterboxRule letterbox, DetectorManifest.HeadSettings head, ClassMapping classes) {
    DetectorManifest m = model.manifest();
    DetectorManifest.Input input =
        new DetectorManifest.Input(
            m.input().name(),
            letterbox,
            m.input().layout(),
            m.input().channels(),
            m.input().mean(),
            m.input().deviation());
    return new DetectorManifest(
        m.about(), input, m.decode(), m.precision(), head, m.thresholds(), classes);
  }

  @Test
  void garbageIsNoNetwork(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("model.onnx"), "no network at all");
    assertRefused(model.manifest(), folder, "Unable to read the model");
  }

  @Test
  void aCutNetworkIsRefused(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(model.network());
    Files.write(folder.resolve("model.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertRefused(model.manifest(), folder, "Model can't be parsed");
  }

  @Test
  void anOutputThatTheNetworkDoesNotHaveIsNamedWithThoseThatItHas() {
    DetectorManifest m = model.manifest();
    assertRefused(
        with(
            m.input().letterbox(),
            new DetectorManifest.CenterNet("heat", "tower_0/wh", 4),
            m.classes()),
        model.folder(),
        "heat",
        "tower_0/keypoints");
  }

  /// Each box would get the name of another class.
  @Test
  void aClassListOfAnotherLengthIsRefused() {
    DetectorManifest m = model.manifest();
    ClassMapping fewer = new ClassMapping(m.classes().names().subList(0, 79), Map.of(), true);
    assertRefused(
        with(m.input().letterbox(), m.head(), fewer),
        model.folder(),
        "tower_0/keypoints",
        "{1,128,128,80}",
        "[128, 128, 79]");
  }

  @Test
  void aStrideThatIsNotTheNetworksIsRefused() {
    DetectorManifest m = model.manifest();
    assertRefused(
        with(
            m.input().letterbox(),
            new DetectorManifest.CenterNet("tower_0/keypoints", "tower_0/wh", 8),
            m.classes()),
        model.folder(),
        "[64, 64, 80]");
  }
}
