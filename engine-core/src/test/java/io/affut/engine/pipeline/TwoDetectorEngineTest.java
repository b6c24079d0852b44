package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.RealParts;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.results.DetectedPicture;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two detectors in one engine on real photos, with OpenVINO: the default network twice, under a
/// strict and a lenient threshold. What they find together follows from what the lenient one finds.
class TwoDetectorEngineTest {
  private static final float STRICT = 0.5f;

  private static Model<DetectorManifest> lenient;
  private static Model<DetectorManifest> strict;
  private static List<PictureFile> photos;
  private static Map<String, List<Detection>> alone;

  private final NativeLedger ledger = new NativeLedger();

  @BeforeAll
  static void getParts() throws IOException {
    RealParts.openVino();
    lenient = RealParts.defaultModel();
    DetectorManifest.Thresholds thresholds = lenient.manifest().thresholds();
    strict =
        new Model<>(
            lenient
                .manifest()
                .with(
                    new DetectorManifest.Thresholds(
                        STRICT, thresholds.overlap(), thresholds.mostBoxes())),
            lenient.folder());
    photos = PictureFinder.find(List.of(Fixtures.at("photos"))).pictures();
    try (Engine engine = open(new BoxSource.One<>(lenient), new NativeLedger())) {
      alone = detect(engine);
    }
  }

  @AfterEach
  void nothingNativeIsLeft() {
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static Engine open(BoxSource<Model<DetectorManifest>> source, NativeLedger ledger) {
    return Engine.open(
        source,
        Optional.empty(),
        EngineSettings.on(Device.CPU, 2).build(),
        RealParts.libraries(),
        ledger);
  }

  private static Map<String, List<Detection>> detect(Engine engine) throws IOException {
    Map<String, List<Detection>> found = new TreeMap<>();
    ToldOnce.by(engine, photos)
        .byFile()
        .forEach((name, result) -> found.put(name, ((DetectedPicture) result).detections()));
    return found;
  }

  @Test
  void aBackstopFindsWhatTheFirstIsTooStrictFor() throws Exception {
    Map<String, List<Detection>> expected = new TreeMap<>();
    alone.forEach((photo, boxes) -> {
      List<Detection> strong = boxes.stream().filter(box -> box.confidence() > STRICT).toList();
      expected.put(photo, strong.isEmpty() ? boxes : strong);
    });
    assertThat(expected.keySet())
        .as("photos that only the second finds something in")
        .anyMatch(photo ->
            !expected.get(photo).isEmpty()
                && expected.get(photo).getFirst().confidence() <= STRICT);
    assertThat(expected).as("photos whose weak boxes are left").isNotEqualTo(alone);
    try (Engine engine = open(new BoxSource.Backstop<>(strict, lenient), ledger)) {
      assertThat(detect(engine)).isEqualTo(expected);
      assertThat(engine.facts().confidence())
          .isEqualTo(lenient.manifest().thresholds().confidence());
      assertThat(engine.facts().precision()).isEqualTo("f32");
    }
  }

  @Test
  void whatBothFindIsThereOnce() throws Exception {
    try (Engine engine = open(new BoxSource.Merge<>(strict, lenient, 0.7f), ledger)) {
      assertThat(detect(engine)).isEqualTo(alone);
    }
  }

  @Test
  void bothAreLoadedAtOnceAndARunTakesNothingMore() throws Exception {
    Engine single = open(new BoxSource.One<>(lenient), ledger);
    Map<String, Long> one = ledger.snapshot();
    single.close();
    Engine engine = open(new BoxSource.Backstop<>(strict, lenient), ledger);
    Map<String, Long> loaded = ledger.snapshot();
    assertThat(loaded.get("ov_infer_request")).isEqualTo(2 * one.get("ov_infer_request"));
    detect(engine);
    Map<String, Long> after = ledger.snapshot();
    detect(engine);
    assertThat(ledger.snapshot()).isEqualTo(after);
    engine.close();
    engine.close();
  }

  @Test
  void aSecondNetworkThatIsRefusedLeavesNothingOfTheFirst(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(lenient.manifest().file()), "garbage");
    Model<DetectorManifest> garbage = new Model<>(lenient.manifest(), folder);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new BoxSource.Merge<>(lenient, garbage, 0.7f), ledger));
  }
}
