package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.detection.Category;
import io.affut.engine.model.About;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What reads the boxes of [CheckedSlot]s.
final class CheckedDetector {
  static final float CONFIDENCE = 0.3f;

  private static final DetectorManifest MANIFEST =
      new DetectorManifest(
          new About(
              "checked",
              "",
              new About.NetworkFile("model.onnx", Manifest.UNKNOWN),
              List.of(),
              "",
              "",
              "",
              Optional.empty()),
          new DetectorManifest.Input(
              "images",
              new LetterboxRule(
                  SolidPicture.SIDE,
                  LetterboxRule.Shape.SQUARE,
                  1,
                  LetterboxRule.Placement.TOP_LEFT,
                  0),
              Manifest.Layout.NHWC,
              Manifest.Channels.RGB,
              List.of(0f, 0f, 0f),
              List.of(1f, 1f, 1f)),
          DecodeRule.FULL,
          Precision.F32,
          new DetectorManifest.CenterNet(CheckedSlot.HEAT, CheckedSlot.EXTENT, CheckedSlot.STRIDE),
          new DetectorManifest.Thresholds(CONFIDENCE, 0.5f, 100),
          new ClassMapping(List.of("cow"), Map.of(Category.ANIMAL, List.of("cow")), false));

  private CheckedDetector() {}

  /// One that finds the cow of every picture.
  static LoadedDetector over(List<? extends Slot> slots) {
    return over(slots, CONFIDENCE);
  }

  /// One that finds cows that are more confident.
  static LoadedDetector over(List<? extends Slot> slots, float confidence) {
    SlotPool pool =
        new SlotPool(
            (width, height) -> new CheckedNetwork(List.copyOf(slots)),
            SlotPool.MOST_SIZES,
            SolidPicture.SIDE,
            SolidPicture.SIDE);
    return new LoadedDetector(new Detector(MANIFEST, confidence), pool);
  }
}
