package io.affut.engine.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.megadetector.BatchFile;
import io.affut.engine.megadetector.BatchFormatException;
import io.affut.engine.megadetector.BatchHeading;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads MegaDetector batch results of any format version, one picture after the other, so that
/// files of any size are read in little memory. One thread at a time.
///
/// What the file does not say of a picture stays unknown: sizes are 0, the decoder is `unknown`.
/// Likely classes become logits: the logarithms of their probabilities, and for the classes that
/// the file leaves out, that of an equal share of what is missing to 1. Their softmax is what the
/// file says again.
public final class MegaDetectorReader {
  private static final String UNKNOWN = "unknown";

  /// A class that a file leaves out is at least so likely: so little that it is never the best, and
  /// more than nothing, whose logarithm is no number.
  private static final double LEAST = 1e-9;

  private final Path file;
  private final BatchFile batch;
  private final MegaDetectorHeader header;
  private final List<String> classIds;

  private MegaDetectorReader(Path file) throws IOException {
    this.file = file;
    this.batch = new BatchFile(file);
    this.header = readHeader();
    this.classIds = List.copyOf(header.classes().keySet());
  }

  /// Opens the results at `file`.
  ///
  /// @throws IOException when it cannot be read, or is no such file
  public static MegaDetectorReader open(Path file) throws IOException {
    return new MegaDetectorReader(file);
  }

  /// Takes one picture after the other.
  public interface Taker {
    void take(PictureResult picture) throws IOException;
  }

  /// The single values that Affût wrote of the run; empty for a file of another program.
  public Map<String, String> ours() {
    return header.ours();
  }

  /// Those of [#ours] that are settings of the run, or what was learnt by its end.
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(header.ours());
    settings.keySet().removeAll(MegaDetectorFile.NO_SETTINGS);
    return settings;
  }

  /// What the file says of its run. All temperatures are 1: the file has probabilities.
  public RunInfo run() {
    return new RunInfo(
        header.ours().getOrDefault("program", UNKNOWN),
        header
            .ours()
            .getOrDefault(
                "started", header.info().getOrDefault("detection_completion_time", UNKNOWN)),
        header
            .ours()
            .getOrDefault("base_folder", String.valueOf(file.toAbsolutePath().getParent())),
        header.info().getOrDefault("detector", UNKNOWN),
        header.ours().getOrDefault("detector_sha256", UNKNOWN),
        0,
        number(header.ours().get("confidence")),
        0,
        header.inOrder(),
        MegaDetectorClasses.info(header),
        settings());
  }

  /// Hands over all pictures in the order of the file.
  ///
  /// @throws IOException of the taker, or when the file is damaged; what stands before the damage
  ///   has been handed over
  public void forEach(Taker taker) throws IOException {
    try {
      batch.forEach(element -> taker.take(picture(element)));
    } catch (BatchFormatException e) {
      throw refused(e);
    }
  }

  /// What says nothing of its categories is a file of something else that has images too.
  private MegaDetectorHeader readHeader() throws IOException {
    try {
      BatchHeading heading = batch.heading();
      if (heading.categoryNames().isEmpty()) {
        throw notResults(null);
      }
      return MegaDetectorHeader.of(heading);
    } catch (BatchFormatException e) {
      throw refused(e);
    }
  }

  private IOException refused(BatchFormatException e) {
    return e.isDamaged()
        ? new IOException("%s is damaged: %s".formatted(file, e.getMessage()), e)
        : notResults(e);
  }

  private IOException notResults(Throwable cause) {
    return new IOException(file + " holds no results in MegaDetector's format", cause);
  }

  private static float number(String text) {
    try {
      return text == null ? 0 : Float.parseFloat(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private PictureResult picture(JsonNode image) {
    String name = image.path("file").asText().replace('\\', '/');
    if (image.hasNonNull("failure")) {
      return new FailedPicture(name, image.get("failure").asText());
    }
    if (!image.path("detections").isArray()) {
      return new FailedPicture(name, "the results say nothing of it");
    }
    if (!hasNumbers(image.get("detections"))) {
      return new FailedPicture(name, "the results have a box of it that has no numbers");
    }
    int width = image.path("width").asInt();
    int height = image.path("height").asInt();
    JsonNode ours = image.path("affut");
    String decoder = ours.path("decoder").asText(UNKNOWN);
    Optional<String> damage = Optional.ofNullable(ours.get("damaged")).map(JsonNode::asText);
    Optional<CaptureDate> date = CaptureDate.of(image.path("datetime").textValue(), null, null);
    if (image.path("frame_rate").isNumber()) {
      return new DetectedVideo(
          name,
          width,
          height,
          image.get("frame_rate").doubleValue(),
          frames(image),
          decoder,
          date,
          damage);
    }
    List<Detection> detections = new ArrayList<>();
    image.get("detections").forEach(box -> detection(box).ifPresent(detections::add));
    return new DetectedPicture(name, width, height, detections, decoder, date, damage);
  }

  private List<VideoFrame> frames(JsonNode image) {
    TreeMap<Integer, List<Detection>> frames = new TreeMap<>();
    image.path("frames_processed").forEach(n -> frames.put(n.asInt(), new ArrayList<>()));
    image
        .get("detections")
        .forEach(box -> {
          List<Detection> frame =
              frames.computeIfAbsent(box.path("frame_number").asInt(), number -> new ArrayList<>());
          detection(box).ifPresent(frame::add);
        });
    return frames.entrySet().stream()
        .map(entry -> new VideoFrame(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// Python writes NaN, which nothing can be done with; what is missing is 0.
  private static boolean hasNumbers(JsonNode boxes) {
    for (JsonNode box : boxes) {
      BoundingBox where = BoxFormat.box(box);
      float all =
          BoxFormat.confidence(box) + where.x() + where.y() + where.width() + where.height();
      if (!Float.isFinite(all)) {
        return false;
      }
    }
    return true;
  }

  /// A box; nothing where its category says that there is none.
  private Optional<Detection> detection(JsonNode node) {
    String id = node.path("category").asText();
    return header
        .categories()
        .getOrDefault(id, Optional.of(new Category("category " + id)))
        .map(category -> detection(node, category));
  }

  private Detection detection(JsonNode node, Category category) {
    Detection detection = new Detection(category, BoxFormat.confidence(node), BoxFormat.box(node));
    boolean isClassified = !classIds.isEmpty() && !node.path("classifications").isEmpty();
    return isClassified ? detection.with(logits(node.get("classifications"))) : detection;
  }

  private Logits logits(JsonNode classifications) {
    double[] likely = new double[classIds.size()];
    double rest = 1;
    int listed = 0;
    for (JsonNode pair : classifications) {
      int index = classIds.indexOf(pair.path(0).asText());
      double probability = pair.path(1).asDouble();
      if (index >= 0 && likely[index] == 0 && probability > 0) {
        likely[index] = probability;
        rest -= probability;
        listed++;
      }
    }
    double share = Math.max(LEAST, rest / Math.max(1, classIds.size() - listed));
    float[] logits = new float[likely.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(likely[i] > 0 ? likely[i] : share);
    }
    return new Logits(logits, new float[0]);
  }
}
