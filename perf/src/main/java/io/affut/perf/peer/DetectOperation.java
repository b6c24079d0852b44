package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.ManifestChange;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.pipeline.Device;
import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.EngineSettings;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.perf.Installed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs the whole engine over `files` with `model`, with every processor; `seconds` for each
/// picture, and the boxes of each when `boxes` is true.
///
/// JPEGs are decoded in full, or as `decode` says; `size` changes the network's input; with
/// `one_by_one` a picture begins when the one before is done, and the network has the hint for
/// that.
///
/// With a `classifier`, and a `bird_head` behind it, the most confident animal of each picture is
/// classified, as in the DeepFaune software; the `logits` are answered with the boxes.
final class DetectOperation implements Operation {
  private final NativeLedger ledger;
  private final Map<Key, Engine> engines = new LinkedHashMap<>();

  DetectOperation(NativeLedger ledger) {
    this.ledger = ledger;
  }

  private record Key(
      Path model,
      Optional<Precision> precision,
      float confidence,
      DecodeRule decode,
      Map<String, String> changes,
      boolean oneByOne,
      Optional<Path> classifier,
      Optional<Path> birdHead) {}

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    Key key =
        new Key(
            Path.of(request.get("model").textValue()),
            Optional.ofNullable(request.get("precision"))
                .map(word -> Precision.valueOf(word.textValue().toUpperCase(Locale.ROOT))),
            request.get("confidence").floatValue(),
            DecodeRule.valueOf(request.path("decode").asText("full").toUpperCase(Locale.ROOT)),
            request.has("size") ? Map.of("size", request.get("size").asText()) : Map.of(),
            request.path("one_by_one").asBoolean(),
            path(request, "classifier"),
            path(request, "bird_head"));
    Engine engine = engines.computeIfAbsent(key, this::open);
    List<PictureFile> files = new ArrayList<>();
    for (JsonNode file : request.get("files")) {
      files.add(new PictureFile(file.textValue(), Path.of(file.textValue())));
    }
    Kept kept = new Kept();
    long allocated = allocated();
    Stopwatch watch = new Stopwatch();
    if (key.oneByOne()) {
      for (PictureFile file : files) {
        engine.detect(List.of(file), kept, () -> false);
      }
    } else {
      engine.detect(files, kept, () -> false);
    }
    answer.put("seconds", watch.seconds() / files.size());
    answer.put("allocated", (allocated() - allocated) / files.size());
    answer.put("precision", engine.facts().precision());
    if (request.path("boxes").asBoolean()) {
      kept.write(answer.putObject("boxes"));
    }
    if (request.path("boxes").asBoolean() && key.classifier().isPresent()) {
      kept.writeLogits(answer.putObject("logits"));
    }
  }

  private static Optional<Path> path(JsonNode request, String key) {
    return Optional.ofNullable(request.get(key)).map(JsonNode::textValue).map(Path::of);
  }

  private Engine open(Key key) {
    Model<DetectorManifest> model = Model.in(key.model()).as(DetectorManifest.class);
    EngineSettings.Builder settings =
        EngineSettings.on(Device.CPU, Runtime.getRuntime().availableProcessors())
            .decode(key.decode())
            .confidence(key.confidence())
            .manyPictures(!key.oneByOne());
    key.precision().ifPresent(settings::precision);
    return Engine.open(
        new BoxSource.One<>(
            new Model<>(ManifestChange.all(key.changes(), model.manifest()), model.folder())),
        key.classifier()
            .map(folder ->
                new Classification(
                    Model.in(folder).as(ClassifierManifest.class),
                    key.birdHead().map(head -> Model.in(head).as(BirdHeadManifest.class)),
                    Classification.Which.BEST)),
        settings.build(),
        Installed.libraries(),
        ledger);
  }

  /// Bytes that all threads have allocated on the Java heap so far.
  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getTotalThreadAllocatedBytes()
        : 0;
  }

  @Override
  public void close() {
    engines.values().forEach(Engine::close);
    engines.clear();
  }

  /// Keeps the results by name.
  private static final class Kept implements ResultSink {
    private final Map<String, DetectedPicture> pictures = new TreeMap<>();

    @Override
    public void accept(int index, PictureResult result, Optional<Throwable> cause)
        throws IOException {
      switch (result) {
        case DetectedPicture picture -> pictures.put(picture.file(), picture);
        case DetectedVideo video -> throw new IOException(video.file() + " is a video");
        case FailedPicture picture ->
            throw new IOException(picture.file() + ": " + picture.reason(), cause.orElse(null));
      }
    }

    @Override
    public void idle() {}

    /// For each file a list of `[category, confidence, left, top, right, bottom]`, 0 to 1.
    void write(ObjectNode into) {
      pictures.forEach((name, picture) -> {
        ArrayNode boxes = into.putArray(name);
        for (Detection detection : picture.detections()) {
          boxes
              .addArray()
              .add(detection.category().name())
              .add(detection.confidence())
              .add(detection.box().x())
              .add(detection.box().y())
              .add(detection.box().x() + detection.box().width())
              .add(detection.box().y() + detection.box().height());
        }
      });
    }

    /// For each file with something that was classified its logits, of `classes` and of `birds`.
    void writeLogits(ObjectNode into) {
      pictures.forEach((name, picture) ->
          picture.detections().stream()
              .flatMap(detection -> detection.logits().stream())
              .forEach(logits -> {
                ObjectNode of = into.putObject(name);
                write(of.putArray("classes"), logits.classes());
                write(of.putArray("birds"), logits.birds());
              }));
    }

    private static void write(ArrayNode into, float[] values) {
      for (float value : values) {
        into.add(value);
      }
    }
  }
}
