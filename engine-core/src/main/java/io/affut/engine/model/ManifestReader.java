package io.affut.engine.model;

import io.affut.engine.detection.Category;
import io.affut.engine.toml.TomlException;
import io.affut.engine.toml.TomlTable;
import io.affut.preprocessing.resize.LetterboxRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `manifest.toml`. Whatever is missing or wrong is named with its key.
public final class ManifestReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}|unknown");
  private static final int COARSEST_GRID = 32;

  /// Neither a path, nor hidden, nor a drive of Windows.
  private static final Pattern FILE_NAME =
      Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");

  private ManifestReader() {}

  /// Whether a model can have this id.
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /// Whether a file beside a manifest can have this name.
  public static boolean isFileName(String name) {
    return FILE_NAME.matcher(name).matches();
  }

  /// Reads the manifest at `file`.
  ///
  /// @throws ModelException when it cannot be read, or says something that Affût does not
  ///   understand
  public static Manifest read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ModelException(
          "The manifest " + file + " cannot be read. Is the model's folder complete?", e);
    }
  }

  /// Reads a manifest from `toml`.
  ///
  /// @param where what error messages call it
  public static Manifest parse(String toml, String where) {
    try {
      return manifest(TomlTable.parse(toml));
    } catch (TomlException e) {
      String end = e.getMessage().endsWith(".") ? "" : ".";
      throw new ModelException("The manifest %s is %s%s".formatted(where, e.getMessage(), end), e);
    } catch (IllegalArgumentException e) {
      throw new ModelException("The manifest %s is wrong: %s.".formatted(where, e.getMessage()), e);
    }
  }

  private static Manifest manifest(TomlTable root) {
    return switch (root.word("task", Task.class)) {
      case DETECTOR -> detector(root);
      case CLASSIFIER -> classifier(root);
      case BIRD_HEAD -> birdHead(root);
    };
  }

  private static DetectorManifest detector(TomlTable root) {
    TomlTable input = root.table("input");
    TomlTable thresholds = root.table("thresholds");
    return new DetectorManifest(
        about(root),
        new DetectorManifest.Input(
            input.text("name"),
            new LetterboxRule(
                input.whole("size", 16, LetterboxRule.LARGEST_SIZE),
                input.word("shape", LetterboxRule.Shape.class),
                input.whole("stride", 1, 1024),
                input.word("placement", LetterboxRule.Placement.class),
                input.whole("pad", 0, 255)),
            input.word("layout", Manifest.Layout.class),
            input.word("channels", Manifest.Channels.class),
            input.three("mean"),
            divisors(input)),
        root.word("decode", DecodeRule.class),
        root.word("precision", Precision.class),
        head(root.table("head")),
        new DetectorManifest.Thresholds(
            (float) thresholds.number("confidence", 0, 1),
            (float) thresholds.number("overlap", 0, 1),
            thresholds.whole("most_boxes", 1, 100_000)),
        mapping(root.table("classes")));
  }

  private static ClassifierManifest classifier(TomlTable root) {
    TomlTable input = root.table("input");
    TomlTable head = logits(root);
    return new ClassifierManifest(
        about(root),
        new ClassifierManifest.Input(
            input.text("name"),
            input.whole("size", 16, LetterboxRule.LARGEST_SIZE),
            input.word("resize", ClassifierManifest.Resize.class),
            input.word("layout", Manifest.Layout.class),
            input.word("channels", Manifest.Channels.class),
            input.three("mean"),
            divisors(input)),
        root.word("precision", Precision.class),
        head.text("output"),
        embedding(head),
        names(root.table("classes")),
        temperatures(root.table("temperatures")));
  }

  private static Optional<ClassifierManifest.Embedding> embedding(TomlTable head) {
    return head.optionalText("embedding")
        .map(output ->
            new ClassifierManifest.Embedding(output, head.whole("embedding_length", 1, 1 << 20)));
  }

  private static BirdHeadManifest birdHead(TomlTable root) {
    TomlTable input = root.table("input");
    return new BirdHeadManifest(
        about(root),
        input.text("name"),
        input.whole("length", 1, 1 << 20),
        root.word("precision", Precision.class),
        logits(root).text("output"),
        names(root.table("classes")),
        temperatures(root.table("temperatures")));
  }

  private static About about(TomlTable root) {
    return new About(
        root.matching("id", ID),
        root.text("description"),
        file(root),
        root.tables("weights").stream().map(ManifestReader::file).toList(),
        root.text("licence"),
        root.text("source"),
        root.has("notice") ? root.plain("notice") : "",
        root.has("origin") ? Optional.of(origin(root.table("origin"))) : Optional.empty());
  }

  private static About.NetworkFile file(TomlTable table) {
    String name = table.text("file");
    if (!isFileName(name)) {
      throw table.wrong("file", "it is the name of a file beside the manifest");
    }
    return new About.NetworkFile(name, table.matching("sha256", SHA256));
  }

  private static About.Origin origin(TomlTable origin) {
    return new About.Origin(
        origin.text("file"),
        origin.matching("sha256", SHA256),
        origin.optionalText("address"),
        origin.texts("conversion"));
  }

  private static DetectorManifest.HeadSettings head(TomlTable head) {
    String kind = head.text("kind");
    return switch (kind) {
      case "centernet" ->
          new DetectorManifest.CenterNet(
              head.text("heat"), head.text("extent"), head.whole("stride", 1, 64));
      case "yolo-anchor-free" ->
          new DetectorManifest.YoloAnchorFree(head.text("output"), grid(head), finest(head));
      case "yolov5" -> new DetectorManifest.YoloV5(head.text("output"), grid(head), finest(head));
      default ->
          throw head.wrong(
              "kind",
              "\"" + kind + "\" is not known; known are: centernet, yolo-anchor-free, yolov5");
    };
  }

  private static int grid(TomlTable head) {
    int stride = head.has("stride") ? head.whole("stride", 8, 128) : COARSEST_GRID;
    if (Integer.bitCount(stride) != 1) {
      throw head.wrong("stride", "it is that of the coarsest grid: 32, or 64 for four grids");
    }
    return stride;
  }

  private static int finest(TomlTable head) {
    if (!head.has("finest")) {
      return DetectorManifest.USUAL_FINEST;
    }
    int finest = head.whole("finest", 2, grid(head));
    if (Integer.bitCount(finest) != 1) {
      throw head.wrong("finest", "it is that of the finest grid: 8 if it is left out, such as 4");
    }
    return finest;
  }

  private static TomlTable logits(TomlTable root) {
    TomlTable head = root.table("head");
    if (!head.text("kind").equals("logits")) {
      throw head.wrong("kind", "for this task only \"logits\" is known");
    }
    return head;
  }

  private static Temperatures temperatures(TomlTable temperatures) {
    return new Temperatures(
        (float) temperatures.number("picture", 0.01, 100),
        (float) temperatures.number("sequence", 0.01, 100));
  }

  private static ClassNames names(TomlTable classes) {
    if (classes.has("list")) {
      return ClassLists.find(classes.text("list"))
          .<ClassNames>map(ClassNames.Listed::new)
          .orElseThrow(() ->
              classes.wrong(
                  "list",
                  "there is no class list of that name; there are: "
                      + String.join(", ", ClassLists.all().stream().map(ClassList::id).toList())));
    }
    if (classes.has("count")) {
      return new ClassNames.Unnamed(classes.whole("count", 1, 100_000));
    }
    List<String> names = classes.texts("names");
    if (names.isEmpty()) {
      throw classes.wrong("names", "it is empty");
    }
    return new ClassNames.Named(names);
  }

  private static ClassMapping mapping(TomlTable classes) {
    Map<Category, List<String>> categories = new LinkedHashMap<>();
    TomlTable named = classes.table("categories");
    for (String name : named.keys()) {
      if (name.isBlank() || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw named.wrong(name, "a category's name is written in lower case");
      }
      categories.put(new Category(name), named.texts(name));
    }
    String others = classes.text("others");
    if (!others.equals("keep") && !others.equals("drop")) {
      throw classes.wrong("others", "it is \"keep\" or \"drop\"");
    }
    List<String> names = classes.texts("names");
    if (names.isEmpty()) {
      throw classes.wrong("names", "it is empty");
    }
    return new ClassMapping(names, categories, others.equals("keep"));
  }

  private static List<Float> divisors(TomlTable input) {
    List<Float> numbers = input.three("deviation");
    if (numbers.contains(0f) || numbers.contains(-0f)) {
      throw input.wrong("deviation", "nothing can be divided by 0");
    }
    return numbers;
  }
}
