package io.affut.engine.model;

import io.affut.engine.toml.TomlText;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;
import java.util.Locale;

/// Writes `manifest.toml` as [ManifestReader] reads it.
public final class ManifestWriter {
  private ManifestWriter() {}

  /// The manifest as TOML.
  public static String toml(Manifest manifest) {
    TomlText toml = new TomlText();
    about(toml, manifest);
    switch (manifest) {
      case DetectorManifest detector -> detector(toml, detector);
      case ClassifierManifest classifier -> classifier(toml, classifier);
      case BirdHeadManifest birdHead -> birdHead(toml, birdHead);
    }
    manifest
        .about()
        .origin()
        .ifPresent(origin -> {
          toml.table("origin").put("file", origin.file()).put("sha256", origin.sha256());
          origin.address().ifPresent(address -> toml.put("address", address));
          toml.put("conversion", origin.conversion());
        });
    for (About.NetworkFile file : manifest.about().weights()) {
      toml.nextTable("weights").put("file", file.name()).put("sha256", file.sha256());
    }
    return toml.toString();
  }

  private static void about(TomlText toml, Manifest manifest) {
    About about = manifest.about();
    toml.put("id", about.id())
        .put("description", about.description())
        .put("task", manifest.task().word())
        .put("file", about.network().name())
        .put("sha256", about.network().sha256())
        .put("licence", about.licence())
        .put("source", about.source());
    if (!about.notice().isEmpty()) {
      toml.put("notice", about.notice());
    }
    if (manifest instanceof DetectorManifest detector) {
      toml.put("decode", detector.decode().word());
    }
    toml.put("precision", manifest.precision().word());
  }

  private static void detector(TomlText toml, DetectorManifest detector) {
    DetectorManifest.Input input = detector.input();
    LetterboxRule letterbox = input.letterbox();
    toml.table("input")
        .put("name", input.name())
        .put("size", letterbox.size())
        .put("shape", word(letterbox.shape()))
        .put("stride", letterbox.stride())
        .put("placement", word(letterbox.placement()))
        .put("pad", letterbox.pad());
    pixels(toml, input.layout(), input.channels(), input.mean(), input.deviation());
    toml.table("head");
    switch (detector.head()) {
      case DetectorManifest.CenterNet head ->
          toml.put("kind", "centernet")
              .put("heat", head.heat())
              .put("extent", head.extent())
              .put("stride", head.stride());
      case DetectorManifest.YoloAnchorFree head ->
          grids(toml, "yolo-anchor-free", head.output(), head.stride(), head.finest());
      case DetectorManifest.YoloV5 head ->
          grids(toml, "yolov5", head.output(), head.stride(), head.finest());
    }
    toml.table("thresholds")
        .put("confidence", detector.thresholds().confidence())
        .put("overlap", detector.thresholds().overlap())
        .put("most_boxes", detector.thresholds().mostBoxes());
    ClassMapping classes = detector.classes();
    toml.table("classes")
        .put("names", classes.names())
        .put("others", classes.keepsOthers() ? "keep" : "drop")
        .table("classes.categories");
    classes.named().forEach((category, names) -> toml.put(category.name(), names));
  }

  /// The finest grid is written where it is not the usual one.
  private static void grids(TomlText toml, String kind, String output, int stride, int finest) {
    toml.put("kind", kind).put("output", output).put("stride", stride);
    if (finest != DetectorManifest.USUAL_FINEST) {
      toml.put("finest", finest);
    }
  }

  private static void classifier(TomlText toml, ClassifierManifest classifier) {
    ClassifierManifest.Input input = classifier.input();
    toml.table("input")
        .put("name", input.name())
        .put("size", input.size())
        .put("resize", word(input.resize()));
    pixels(toml, input.layout(), input.channels(), input.mean(), input.deviation());
    toml.table("head").put("kind", "logits").put("output", classifier.logits());
    classifier
        .embedding()
        .ifPresent(embedding ->
            toml.put("embedding", embedding.output()).put("embedding_length", embedding.length()));
    names(toml, classifier.classes());
    temperatures(toml, classifier.temperatures());
  }

  private static void birdHead(TomlText toml, BirdHeadManifest birdHead) {
    toml.table("input").put("name", birdHead.input()).put("length", birdHead.length());
    toml.table("head").put("kind", "logits").put("output", birdHead.logits());
    names(toml, birdHead.classes());
    temperatures(toml, birdHead.temperatures());
  }

  private static void pixels(
      TomlText toml,
      Manifest.Layout layout,
      Manifest.Channels channels,
      List<Float> mean,
      List<Float> deviation) {
    toml.put("layout", word(layout))
        .put("channels", word(channels))
        .putNumbers("mean", mean)
        .putNumbers("deviation", deviation);
  }

  private static void names(TomlText toml, ClassNames classes) {
    toml.table("classes");
    switch (classes) {
      case ClassNames.Listed listed -> toml.put("list", listed.list().id());
      case ClassNames.Named named -> toml.put("names", named.names());
      case ClassNames.Unnamed unnamed ->
          toml.put("names", Manifest.UNKNOWN).put("count", unnamed.size());
    }
  }

  private static void temperatures(TomlText toml, Temperatures temperatures) {
    toml.table("temperatures")
        .put("picture", temperatures.picture())
        .put("sequence", temperatures.sequence());
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
