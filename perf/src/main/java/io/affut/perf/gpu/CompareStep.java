package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Precision;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.results.DetectedPicture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the device of the option `device` finds in `pictures`, in `precision`, beside what the
/// processor finds in 32 bits.
///
/// For PNG files both have the same pixels, so what differs is the networks' and the kernels'. For
/// JPEG files the decoder may be another one, which is written down, with what differs.
final class CompareStep implements Step {
  /// How far confidences may be apart: in 16 bits, and in 32.
  private static final double HALF = 0.01;

  private static final double SINGLE = 0.001;

  @Override
  public boolean run(StepOptions options, ObjectNode answer) throws Exception {
    Precision precision = OpenEngine.precision(options);
    DetectorManifest manifest = OpenEngine.detector(options).manifest();
    List<PictureFile> pictures = OpenEngine.pictures(options.files("pictures"));
    double tolerance = precision == Precision.F32 ? SINGLE : HALF;
    NativeLedger ledger = new NativeLedger();
    // The device first: without it there is nothing to compare.
    Kept found = new Kept();
    detect(options.required("device"), precision, options, pictures, found, ledger, answer);
    Kept expected = new Kept();
    float threshold = detect("cpu", Precision.F32, options, pictures, expected, ledger, answer);
    BoxDifferences differences = new BoxDifferences(manifest, threshold, tolerance);
    for (Map.Entry<String, DetectedPicture> picture : expected.pictures().entrySet()) {
      DetectedPicture other = found.pictures().get(picture.getKey());
      if (other != null) {
        differences.add(picture.getValue(), other);
      }
    }
    boolean samePictures = expected.pictures().keySet().equals(found.pictures().keySet());
    write(differences, tolerance, answer);
    answer.put("pictures", pictures.size());
    answer.put("same_pictures", samePictures);
    found.failed().forEach(answer.putArray("failed")::add);
    answer.put("left_behind", ledger.snapshot().toString());
    return differences.agree() && samePictures && ledger.snapshot().isEmpty();
  }

  private static float detect(
      String device,
      Precision precision,
      StepOptions options,
      List<PictureFile> pictures,
      Kept kept,
      NativeLedger ledger,
      ObjectNode answer)
      throws Exception {
    try (Engine engine = OpenEngine.on(device, Optional.of(precision), options, ledger)) {
      ObjectNode facts = answer.putObject(answer.has("device") ? "processor" : "device");
      facts.put("device", engine.facts().device());
      facts.put("runtime", engine.facts().runtime());
      facts.put("precision", engine.facts().precision());
      engine.detect(pictures, kept, () -> false);
      ArrayNode decoders = facts.putArray("decoders");
      kept.pictures().values().stream()
          .map(DetectedPicture::decoder)
          .distinct()
          .sorted()
          .forEach(decoders::add);
      return engine.facts().confidence();
    }
  }

  private static void write(BoxDifferences differences, double tolerance, ObjectNode answer) {
    answer.put("boxes", differences.boxes());
    answer.put("pixels", differences.pixels());
    answer.put("confidence", differences.confidence());
    answer.put("tolerance", tolerance);
    answer.put("classified", differences.classified());
    answer.put("other_classes", differences.otherClasses());
    answer.put("logits", differences.logits());
    differences.unmatched().forEach(answer.putArray("unmatched")::add);
  }
}
