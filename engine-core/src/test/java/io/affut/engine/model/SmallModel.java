package io.affut.engine.model;

import io.affut.bindings.library.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Models for tests, whose networks are any bytes.
public final class SmallModel {
  /// A manifest with every key; two classes of animals, one of people and one of neither.
  public static final String MANIFEST =
      """
      id = "small"
      description = "A model for tests"
      task = "detector"
      file = "model.onnx"
      sha256 = "unknown"
      licence = "none"
      source = "made up"
      notice = "Not for the field."
      decode = "full"
      precision = "f32"

      [input]
      name = "images"
      size = 64
      shape = "square"
      stride = 32
      placement = "top-left"
      pad = 114
      layout = "nchw"
      channels = "bgr"
      mean = [0, 1.5, 2]
      deviation = [255, 255, 255]

      [head]
      kind = "centernet"
      heat = "heat"
      extent = "extent"
      stride = 4

      [thresholds]
      confidence = 0.25
      overlap = 0.45
      most_boxes = 300

      [classes]
      names = ["Cow", "horse", "person", "chair"]
      others = "drop"

      [classes.categories]
      animal = ["cow", "horse"]
      person = ["person"]
      """;

  private SmallModel() {}

  static DetectorManifest parse(String toml) {
    return (DetectorManifest) ManifestReader.parse(toml, "of the test");
  }

  /// The manifest with another value for `key` of the table `table`, or without it where `value` is
  /// empty.
  ///
  /// @param table empty for the keys before the first table
  public static String with(String table, String key, String value) {
    int from = table.isEmpty() ? 0 : MANIFEST.indexOf("[" + table + "]");
    int to = MANIFEST.indexOf("\n\n", from);
    to = to < 0 ? MANIFEST.length() : to;
    String replacement = value.isEmpty() ? "" : key + " = " + value;
    String part = MANIFEST.substring(from, to);
    String changed =
        Pattern.compile("(?m)^" + key + " = .*$")
            .matcher(part)
            .replaceFirst(java.util.regex.Matcher.quoteReplacement(replacement));
    if (changed.equals(part)) {
      throw new AssertionError("the manifest has no " + key + " in [" + table + "]");
    }
    return MANIFEST.substring(0, from) + changed + MANIFEST.substring(to);
  }

  /// A model in `folder` whose manifest names the SHA-256 of its network.
  public static Model<?> in(Path folder, byte[] network) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("model.onnx"), network);
    String toml = with("", "sha256", "\"" + Sha256.of(file) + "\"");
    Files.writeString(folder.resolve(Model.MANIFEST), toml);
    return Model.in(folder);
  }
}
