package io.affut.engine.install;

import static io.affut.engine.model.DetectorManifest.USUAL_FINEST;

import io.affut.engine.model.ModelException;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.OnnxFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a YOLO network in ONNX is, by the shapes of its input and output, by what its maker has
/// noted in it, and by what the user sets. What none of these say is named.
final class YoloNetwork {
  private static final int USUAL_STRIDE = 32;
  private static final int BOX = 4;
  private static final int BOX_AND_OBJECTNESS = 5;

  private final OnnxFile onnx;
  private final ModelSettings settings;
  private final List<String> missing = new ArrayList<>();

  private YoloNetwork(OnnxFile onnx, ModelSettings settings) {
    this.onnx = onnx;
    this.settings = settings;
  }

  /// Describes the network.
  ///
  /// @param name what messages call it
  /// @throws ModelException when it is none, or something is missing
  static NetworkDescription describe(String name, OnnxFile onnx, ModelSettings settings) {
    suppression(onnx.metadata())
        .or(() -> onnx.inputs().stream().flatMap(input -> unusual(input).stream()).findFirst())
        .ifPresent(reason -> {
          throw new ModelException("%s cannot be used: %s.".formatted(name, reason));
        });
    return new YoloNetwork(onnx, settings).describe(name);
  }

  /// Whether the network takes pictures of one size only.
  static boolean isOfFixedSize(OnnxFile onnx) {
    return onnx.inputs().stream()
        .anyMatch(input -> input.extents().size() == 4 && input.extents().get(3) > 0);
  }

  /// Why a network cannot be used whose maker has noted that it suppresses boxes itself: what it
  /// gives then has lost what the others say.
  private static Optional<String> suppression(Map<String, String> notes) {
    boolean isOneToOne = notes.getOrDefault("end2end", "").equals("True"); // YOLOv10, YOLO26
    boolean isSuppressed = notes.getOrDefault("args", "").contains("'nms': True");
    return isOneToOne || isSuppressed
        ? Optional.of(
            "it suppresses boxes by itself, and gives no more than the rest; export it again without that (Ultralytics: %s), or take its checkpoint"
                .formatted(isOneToOne ? "end2end=False" : "nms=False"))
        : Optional.empty();
  }

  /// Why an input is not filled here.
  private static Optional<String> unusual(OnnxFile.Port input) {
    List<Long> extents = input.extents();
    if (extents.size() != 4) {
      return Optional.empty();
    }
    if (extents.getFirst() > 1) {
      return Optional.of(
          "it takes %d pictures at a time and no fewer; export it again for one, or for any number (Ultralytics: batch=1, or dynamic=True)"
              .formatted(extents.getFirst()));
    }
    long height = extents.get(2);
    long width = extents.get(3);
    return extents.get(1) == 3 && height > 0 && width > 0 && height != width
        ? Optional.of(
            "it takes pictures of %d x %d pixels alone; export it again for a square, or for any size (Ultralytics: imgsz=%d, or dynamic=True)"
                .formatted(width, height, Math.max(width, height)))
        : Optional.empty();
  }

  private NetworkDescription describe(String name) {
    Optional<OnnxFile.Port> input = port(Setting.INPUT, onnx.inputs(), 4);
    Optional<OnnxFile.Port> output = port(Setting.OUTPUT, onnx.outputs(), 3);
    List<String> classes = classes();
    Optional<Setting.YoloHead> head = output.flatMap(port -> head(port, classes.size()));
    Optional<Integer> size = input.flatMap(this::size);
    if (head.isEmpty()) {
      missing.add("head (yolo-anchor-free or yolov5)");
    }
    if (size.isEmpty()) {
      missing.add("size");
    }
    if (!missing.isEmpty()) {
      throw new ModelException(
          "%s has no manifest.toml beside it that names it, and does not say itself what its manifest has to: %s. Write a manifest, or set what is missing with --set KEY=VALUE."
              .formatted(name, String.join(", ", missing)));
    }
    int stride = stride();
    return switch (head.get()) {
      case YOLO_ANCHOR_FREE ->
          new NetworkDescription.AnchorFreeDetector(
              "YOLO",
              classes,
              size.get(),
              stride,
              USUAL_FINEST,
              input.get().name(),
              output.get().name());
      case YOLOV5 ->
          new NetworkDescription.AnchorDetector(
              "YOLOv5",
              classes,
              size.get(),
              stride,
              USUAL_FINEST,
              input.get().name(),
              output.get().name());
    };
  }

  /// The one that the user names, or the only one with so many extents.
  private Optional<OnnxFile.Port> port(Setting setting, List<OnnxFile.Port> ports, int extents) {
    Optional<String> named = settings.text(setting);
    List<OnnxFile.Port> fitting =
        ports.stream()
            .filter(port -> named.map(port.name()::equals).orElse(port.extents().size() == extents))
            .toList();
    if (fitting.size() != 1) {
      missing.add(
          "%s (it has %s)"
              .formatted(
                  setting.key(),
                  String.join(", ", ports.stream().map(OnnxFile.Port::name).toList())));
      return Optional.empty();
    }
    return Optional.of(fitting.getFirst());
  }

  private List<String> classes() {
    List<String> classes =
        settings
            .list(Setting.CLASSES)
            .orElseGet(() -> PythonLiterals.names(onnx.metadata().getOrDefault("names", "")));
    if (classes.isEmpty()) {
      missing.add("classes");
    }
    return classes;
  }

  private Optional<Setting.YoloHead> head(OnnxFile.Port output, int classes) {
    List<Long> extents = output.extents();
    Optional<Setting.YoloHead> set = settings.word(Setting.HEAD, Setting.YoloHead.class);
    if (set.isPresent() || extents.size() != 3 || classes == 0) {
      return set;
    }
    if (extents.get(1) == BOX + classes) {
      return Optional.of(Setting.YoloHead.YOLO_ANCHOR_FREE);
    }
    if (extents.get(2) == BOX_AND_OBJECTNESS + classes) {
      return Optional.of(Setting.YoloHead.YOLOV5);
    }
    return extents.get(1) < 0 && extents.get(2) < 0 && isNotedDetector()
        ? Optional.of(Setting.YoloHead.YOLO_ANCHOR_FREE)
        : Optional.empty();
  }

  /// Ultralytics leaves the extents open where the input's are, and notes what the network does.
  private boolean isNotedDetector() {
    Map<String, String> notes = onnx.metadata();
    return notes.getOrDefault("author", "").equals("Ultralytics")
        && notes.getOrDefault("task", "").equals("detect");
  }

  /// The longer side: of the input where it is fixed, else what is set or noted.
  private Optional<Integer> size(OnnxFile.Port input) {
    List<Long> sides =
        IntStream.range(2, input.extents().size()).mapToObj(input.extents()::get).toList();
    if (sides.size() == 2 && sides.getFirst() > 0 && sides.getFirst().equals(sides.getLast())) {
      return Optional.of(Math.toIntExact(sides.getFirst()));
    }
    return settings
        .whole(Setting.SIZE)
        .or(() ->
            PythonLiterals.numbers(onnx.metadata().getOrDefault("imgsz", "")).stream()
                .max(Integer::compare));
  }

  private int stride() {
    List<Integer> noted = PythonLiterals.numbers(onnx.metadata().getOrDefault("stride", ""));
    return settings.whole(Setting.STRIDE).orElse(noted.isEmpty() ? USUAL_STRIDE : noted.getLast());
  }
}
