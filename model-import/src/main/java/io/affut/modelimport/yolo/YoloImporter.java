package io.affut.modelimport.yolo;

import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.NetworkDescription.AnchorDetector;
import io.affut.modelimport.NetworkDescription.AnchorFreeDetector;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Converts detectors of YOLOv5's repository and of Ultralytics' package (YOLOv8 to YOLO12, and
/// YOLO26), whose checkpoints hold a tree of modules.
///
/// The ONNX network is written from the modules themselves: the sizes of kernels, strides, paddings
/// and what goes where are read from the file. So every scale of an architecture works, and so does
/// one of a user's own, as long as its modules are known.
public final class YoloImporter {
  private static final String SIZE = "size";

  private static final ModelPort INPUT =
      ModelPort.floats("images", "batch", "3", "height", "width");

  private final Map<String, String> settings;
  private final WeightStorage storage;

  /// An importer.
  ///
  /// @param settings `size`, the longer side of the pictures that the network was trained with, in
  ///   pixels, where it is not the one that the file says
  /// @param storage how weights are stored in the ONNX file
  public YoloImporter(Map<String, String> settings, WeightStorage storage) {
    this.settings = Map.copyOf(settings);
    this.storage = storage;
  }

  /// Whether a checkpoint is of these programs, whatever the task of its network.
  public static boolean recognises(Value root) {
    return YoloCheckpoint.of(root).isPresent();
  }

  /// Writes the detector as ONNX.
  ///
  /// @param root of the checkpoint, which stays open meanwhile
  /// @param onnx where to write; replaced when it exists, and only by a complete file
  /// @throws ModelImportException where a setting is not known or wrong, it is no detector, has a
  ///   module that is not known, is damaged, or the file cannot be written
  public ImportedCheckpoint convert(Value root, Path onnx) throws ModelImportException {
    YoloCheckpoint checkpoint =
        YoloCheckpoint.of(root)
            .orElseThrow(() -> new ModelImportException("there is no YOLO network in it"));
    OptionalInt size = size();
    NetworkGraph graph = new NetworkGraph(storage);
    graph.input(INPUT);
    FeatureMap picture = new FeatureMap(INPUT.name(), 3, FeatureMap.PICTURE, FeatureMap.PICTURE);
    Head head = LayerSequence.apply(checkpoint.network(), picture, graph);
    NetworkDescription description = describe(checkpoint, size, head, graph);
    ImportedModel written = graph.finish(head.output()).save(onnx);
    return new ImportedCheckpoint(written, description, checkpoint.licence(), checkpoint.version());
  }

  private static NetworkDescription describe(
      YoloCheckpoint checkpoint, OptionalInt size, Head head, NetworkGraph graph)
      throws ModelImportException {
    List<String> classes = checkpoint.classes(head.classes());
    int stride = head.strides().getLast();
    int finest = head.strides().getFirst();
    for (int i = 1; i < head.strides().size(); i++) {
      if (head.strides().get(i) != finest << i) {
        throw new ModelImportException(
            "the network has grids of cells of %s pixels, and only those are known of which each has cells twice as large as the one before"
                .formatted(head.strides()));
      }
    }
    int imageSize = checkpoint.imageSize(size, stride);
    String input = INPUT.name();
    String output = head.output().name();
    if (head.hasAnchors()) {
      return new AnchorDetector("YOLOv5", classes, imageSize, stride, finest, input, output);
    }
    return new AnchorFreeDetector(
        architecture(graph), classes, imageSize, stride, finest, input, output);
  }

  private OptionalInt size() throws ModelImportException {
    Set<String> others = new TreeSet<>(settings.keySet());
    others.remove(SIZE);
    if (!others.isEmpty()) {
      throw new ModelImportException(
          "a YOLO detector has the setting size, so not " + String.join(", ", others));
    }
    String text = settings.get(SIZE);
    if (text == null) {
      return OptionalInt.empty();
    }
    if (!text.matches("[1-9][0-9]{1,3}")) {
      throw new ModelImportException(
          "the setting size is a number of pixels from 10 to 9999, so not " + text);
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  /// By the blocks that it is made of: a file does not say it reliably.
  private static String architecture(NetworkGraph graph) {
    if (graph.has("A2C2f")) {
      return "YOLO12";
    }
    if (graph.has("C3k2")) {
      return graph.has("DFL") ? "YOLO11" : "YOLO26";
    }
    if (graph.has("SCDown")) {
      return "YOLOv10";
    }
    if (graph.has("RepNCSPELAN4")) {
      return "YOLOv9";
    }
    if (graph.has("C2f") || graph.has("C3Ghost")) {
      return "YOLOv8";
    }
    return graph.has("C3") ? "YOLOv5u" : "YOLOv3u";
  }
}
