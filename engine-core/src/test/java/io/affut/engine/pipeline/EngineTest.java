package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.RealParts;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.results.DetectedPicture;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole engine on real photos, with OpenVINO, libturbojpeg and the default model.
class EngineTest {
  private static Model<DetectorManifest> model;
  private static List<PictureFile> photos;

  /// What one thread finds, by photo; the others have to find the same.
  private static Map<String, DetectedPicture> reference;

  private final NativeLedger ledger = new NativeLedger();

  @BeforeAll
  static void getParts() throws IOException {
    RealParts.openVino();
    RealParts.requireTurboJpeg();
    model = RealParts.defaultModel();
    photos = PictureFinder.find(List.of(Fixtures.at("photos"))).pictures();
    assertThat(photos).hasSize(9);
    NativeLedger own = new NativeLedger();
    try (Engine engine = open(settings(1, DecodeRule.REDUCED), own)) {
      reference = detect(engine, photos);
    }
  }

  @AfterEach
  void nothingNativeIsLeft() {
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static EngineSettings settings(int threads, DecodeRule decode) {
    return EngineSettings.on(Device.AUTO, threads).decode(decode).build();
  }

  private static EngineSettings plain(Device device, boolean manyPictures) {
    return EngineSettings.on(device, 2).manyPictures(manyPictures).build();
  }

  private static Engine open(EngineSettings settings, NativeLedger ledger) {
    return Engine.open(model, settings, RealParts.libraries(), ledger);
  }

  private static Map<String, DetectedPicture> detect(Engine engine, List<PictureFile> pictures)
      throws IOException {
    Map<String, DetectedPicture> found = new TreeMap<>();
    ToldOnce.by(engine, pictures)
        .byFile()
        .forEach((name, result) -> found.put(name, (DetectedPicture) result));
    assertThat(found).hasSize(pictures.size());
    return found;
  }

  private static void assertSame(
      Map<String, DetectedPicture> found, Map<String, DetectedPicture> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((name, picture) -> {
      List<Detection> wanted = expected.get(name).detections();
      assertThat(picture.detections()).as(name).hasSameSizeAs(wanted);
      for (int i = 0; i < wanted.size(); i++) {
        Detection detection = picture.detections().get(i);
        assertThat(detection.category()).as(name).isEqualTo(wanted.get(i).category());
        assertThat(detection.confidence())
            .as(name)
            .isCloseTo(wanted.get(i).confidence(), within(1e-5f));
        assertThat(detection.box().intersectionOverUnion(wanted.get(i).box()))
            .as(name)
            .isGreaterThan(0.9999f);
      }
    });
  }

  /// Expected boxes that were found, and boxes that were found though none was expected.
  private record Score(int expected, int matched, int extra) {}

  private static Score score(Map<String, DetectedPicture> found) throws IOException {
    JsonNode images =
        new JsonMapper().readTree(Fixtures.at("photos/expected.json").toFile()).get("images");
    int expected = 0;
    int matched = 0;
    int extra = 0;
    for (Map.Entry<String, DetectedPicture> picture : found.entrySet()) {
      List<Detection> left = new ArrayList<>(picture.getValue().detections());
      for (JsonNode box : images.get(picture.getKey())) {
        expected++;
        Optional<Detection> match = left.stream().filter(d -> matches(d, box)).findFirst();
        match.ifPresent(left::remove);
        matched += match.isPresent() ? 1 : 0;
      }
      extra += left.size();
    }
    return new Score(expected, matched, extra);
  }

  private static boolean matches(Detection detection, JsonNode expected) {
    JsonNode box = expected.get("bbox_xywh_normalised");
    BoundingBox wanted =
        new BoundingBox(
            box.get(0).floatValue(),
            box.get(1).floatValue(),
            box.get(2).floatValue(),
            box.get(3).floatValue());
    return detection.category().name().equals(expected.get("category").textValue())
        && detection.box().intersectionOverUnion(wanted) >= 0.5f;
  }

  @ParameterizedTest(name = "{0}: at least {1} of 35, at most {2} more")
  @CsvSource({"REDUCED, 24, 1", "FULL, 23, 2"})
  void theAnimalsOfThePhotosAreFound(DecodeRule decode, int least, int most) throws Exception {
    try (Engine engine = open(settings(2, decode), ledger)) {
      Score score = score(detect(engine, photos));
      assertThat(score.expected()).isEqualTo(35);
      assertThat(score.matched()).isGreaterThanOrEqualTo(least);
      assertThat(score.extra()).isLessThanOrEqualTo(most);
      assertThat(engine.facts().decode()).isEqualTo(decode);
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3})
  void theNumberOfThreadsChangesNoBox(int threads) throws Exception {
    try (Engine engine = open(settings(threads, DecodeRule.REDUCED), ledger)) {
      assertSame(detect(engine, photos), reference);
    }
  }

  @Test
  void theLayersThatTakeTimeAreNamed() {
    try (Engine engine = open(settings(2, DecodeRule.REDUCED), ledger)) {
      List<LayerTime> layers = engine.layers(2);
      assertThat(layers)
          .filteredOn(layer -> layer.type().equals("Convolution"))
          .hasSizeGreaterThan(20)
          .allSatisfy(layer -> {
            assertThat(layer.name()).isNotBlank();
            assertThat(layer.execution()).isNotBlank();
            assertThat(layer.milliseconds()).isGreaterThanOrEqualTo(0);
          });
      assertThat(layers.stream().mapToDouble(LayerTime::milliseconds).sum()).isPositive();
    }
  }

  @Test
  void neitherTheOrderNorARepetitionChangesABox() throws Exception {
    try (Engine engine = open(settings(2, DecodeRule.REDUCED), ledger)) {
      assertSame(detect(engine, photos.reversed()), reference);
      assertSame(detect(engine, photos), reference);
      for (PictureFile photo : photos) {
        Map<String, DetectedPicture> alone = detect(engine, List.of(photo));
        assertSame(alone, Map.of(photo.name(), reference.get(photo.name())));
      }
    }
  }

  @Test
  void aNetworkThatWasKeptFromAnEarlierStartChangesNoBox(@TempDir Path kept) throws Exception {
    EngineSettings keeping = settings(2, DecodeRule.REDUCED).change().compiled(kept).build();
    open(keeping, ledger).close();
    assertThat(kept).isNotEmptyDirectory();
    try (Engine engine = open(keeping, ledger)) {
      assertSame(detect(engine, photos), reference);
    }
    for (Path blob : Files.list(kept).toList()) {
      Files.write(blob, new byte[100]); // broken off, or another version's
    }
    try (Engine engine = open(keeping, ledger)) {
      assertSame(detect(engine, photos), reference);
    }
  }

  @Test
  void lookingForTheTimeOfASinglePictureChangesNoBox() throws Exception {
    try (Engine engine = open(plain(Device.CPU, false), ledger)) {
      assertSame(detect(engine, photos), reference);
      assertThat(engine.facts().slots()).isEqualTo(1);
    }
  }

  @Test
  void aPictureIsDescribedAsItStandsUpright() {
    DetectedPicture turned = reference.get("african_elephants_with_exif_orientation.jpg");
    assertThat(turned.width()).isEqualTo(2048);
    assertThat(turned.height()).isEqualTo(1536);
    assertThat(turned.holds(Category.ANIMAL)).isTrue();
  }

  @Test
  void aTruncatedPhotoIsLookedAtAndMarked() {
    DetectedPicture cut = reference.get("african_elephants_truncated_file.jpg");
    assertThat(cut.damage()).isPresent();
    assertThat(reference.values())
        .filteredOn(picture -> picture.damage().isPresent())
        .containsExactly(cut);
  }

  @Test
  void boxesLieInsideThePictureMostConfidentFirstAndAboveTheThreshold() {
    for (DetectedPicture picture : reference.values()) {
      assertThat(picture.detections())
          .isSortedAccordingTo((a, b) -> Float.compare(b.confidence(), a.confidence()));
      for (Detection detection : picture.detections()) {
        BoundingBox box = detection.box();
        assertThat(detection.confidence()).isBetween(Math.nextUp(0.3f), 1f);
        assertThat(List.of(box.x(), box.y(), box.width(), box.height()))
            .allSatisfy(value -> assertThat(value).isBetween(0f, 1f));
        assertThat(box.x() + box.width()).isLessThanOrEqualTo(1 + 1e-6f);
        assertThat(box.y() + box.height()).isLessThanOrEqualTo(1 + 1e-6f);
      }
    }
  }

  @Test
  void aHigherConfidenceLeavesOutTheRest() throws Exception {
    EngineSettings sure = EngineSettings.on(Device.CPU, 1).confidence(0.5f).build();
    Map<String, DetectedPicture> found;
    try (Engine engine = open(sure, ledger)) {
      found = detect(engine, photos);
    }
    Map<String, DetectedPicture> expected = new HashMap<>();
    reference.forEach((name, p) ->
        expected.put(
            name,
            new DetectedPicture(
                name,
                p.width(),
                p.height(),
                p.detections().stream().filter(d -> d.confidence() > 0.5f).toList(),
                p.decoder(),
                p.date(),
                p.damage())));
    assertSame(found, expected);
  }

  @Test
  void theFactsAreWhatIsReallyUsed() {
    try (Engine engine = open(plain(Device.AUTO, true), ledger)) {
      EngineFacts facts = engine.facts();
      assertThat(facts.runtime()).matches("OpenVINO 20\\d\\d\\.\\d+\\.\\d+");
      assertThat(facts.device()).startsWith("CPU (");
      assertThat(facts.precision()).isEqualTo("f32");
      assertThat(facts.decoder()).startsWith("libjpeg-turbo ");
      assertThat(facts.decode()).isEqualTo(DecodeRule.REDUCED);
      assertThat(facts.confidence()).isEqualTo(0.3f);
      assertThat(facts.slots()).isPositive();
    }
  }

  @Test
  void aRunGivesEverythingBackThatItTook() throws Exception {
    Engine engine = open(settings(2, DecodeRule.FULL), ledger);
    Map<String, Long> loaded = ledger.snapshot();
    detect(engine, photos);
    Map<String, Long> afterOne = ledger.snapshot();
    detect(engine, photos);
    detect(engine, photos.reversed());
    assertThat(ledger.snapshot()).isEqualTo(afterOne).isEqualTo(loaded);
    assertThat(loaded).containsKeys("slot input bytes", "slot output bytes", "ov_infer_request");
    engine.close();
    assertThat(ledger.snapshot()).isEmpty();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU", "NPU"})
  void aDeviceThatIsNotThereIsNamedWithThoseThatAre(String name) {
    Device device = Device.of(name).orElseThrow();
    boolean there =
        RuntimeDevices.of(RealParts.openVino(), ledger).stream()
            .anyMatch(found -> found.name().startsWith(name));
    org.junit.jupiter.api.Assumptions.assumeFalse(there, "there is a " + name + " here");
    assertThatExceptionOfType(DeviceUnavailableException.class)
        .isThrownBy(() -> open(plain(device, true), ledger))
        .withMessageStartingWith(
            "There is no device %s here: OpenVINO finds cpu. Choose another with --device.\n  ",
            device.word())
        .withMessageContaining("plugin");
  }

  @Test
  void theDevicesAreDescribed() {
    assertThat(RuntimeDevices.of(RealParts.openVino(), ledger))
        .filteredOn(device -> device.name().equals("CPU"))
        .singleElement()
        .satisfies(cpu -> assertThat(cpu.fullName()).isNotBlank())
        .satisfies(cpu -> assertThat(cpu.capabilities()).contains("FP32"));
  }

  @Test
  void aNetworkThatIsNoneIsRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(model.manifest().file()), "garbage");
    Model<DetectorManifest> garbage = new Model<>(model.manifest(), folder);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> Engine.open(garbage, plain(Device.CPU, true), RealParts.libraries(), ledger))
        .withMessageContaining("OpenVINO cannot use the model centernet-mobilenetv3-512");
  }
}
