package io.affut.modelimport.vit;

import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ImportedModel;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Converts DeepFaune's classifiers to ONNX: vision transformers as timm builds them, saved as
/// state dicts, and the bird heads that take their embeddings.
///
/// Weights stay in the checkpoint until the ONNX file is written, and then pass through a few
/// megabytes of memory. Has no state that changes; any thread may use it.
public final class VitImporter {
  private static final String LANDMARK = "patch_embed.proj.weight";

  private final Map<String, String> settings;
  private final WeightStorage storage;

  /// An importer.
  ///
  /// @param settings `heads`, the number of attention heads, where the network is none of the known
  ///   backbones; `size`, the side of the pictures that it was trained with, in pixels, where it is
  ///   not that of DeepFaune (182 for DINOv2, 224 for DINOv3); `pool`, one of
  ///   [io.affut.modelimport.Pool] in either case, where its logits do not come from the class
  ///   token
  /// @param storage how the weights are stored
  public VitImporter(Map<String, String> settings, WeightStorage storage) {
    this.settings = Map.copyOf(settings);
    this.storage = storage;
  }

  /// Whether a checkpoint holds such a network.
  ///
  /// @param root of an opened checkpoint
  public static boolean recognises(Value root) {
    return StateDict.find(root, LANDMARK).isPresent() || BirdHead.weights(root).isPresent();
  }

  /// Converts a checkpoint that is recognised, which has to be open.
  ///
  /// @param onnx where to write; replaced when it exists, and only by a complete file. Weights of
  ///   more than 64 MiB go to a file beside it, of the same name with `.data` after it
  /// @throws ModelImportException where weights are missing, of a wrong shape or too many, or a
  ///   setting is missing or wrong; in one sentence that names it
  public ImportedCheckpoint convert(Value root, Path onnx) throws ModelImportException {
    Optional<StateDict> head = BirdHead.weights(root);
    return head.isPresent() ? convertHead(head.get(), onnx) : convertClassifier(root, onnx);
  }

  private ImportedCheckpoint convertHead(StateDict weights, Path onnx) throws ModelImportException {
    if (!settings.isEmpty()) {
      throw new ModelImportException(
          "a bird head has no settings, so not " + String.join(", ", settings.keySet()));
    }
    BirdHead head = BirdHead.of(weights);
    return imported(head.graph(weights, storage).save(onnx), head.description());
  }

  private ImportedCheckpoint convertClassifier(Value root, Path onnx) throws ModelImportException {
    StateDict weights =
        StateDict.find(root, LANDMARK)
            .orElseThrow(() -> new IllegalArgumentException("no vision transformer"));
    Optional<Table> arguments = arguments(root);
    Extents extents = Extents.of(weights);
    requireClasses(arguments, extents);
    Architecture architecture =
        Architecture.of(backbone(arguments), extents, Settings.of(settings));
    ImportedModel model = VisionTransformer.graph(architecture, weights, storage).save(onnx);
    return imported(
        model,
        new NetworkDescription.Classifier(
            architecture.backbone(),
            architecture.imageSize(),
            extents.classes(),
            extents.width(),
            List.of(),
            VisionTransformer.INPUT,
            VisionTransformer.LOGITS,
            VisionTransformer.EMBEDDING,
            extents.patch()));
  }

  /// What DeepFaune keeps beside the weights.
  private static Optional<Table> arguments(Value root) {
    return root instanceof Table checkpoint
        ? checkpoint.get("args").filter(Table.class::isInstance).map(Table.class::cast)
        : Optional.empty();
  }

  private static Optional<String> backbone(Optional<Table> arguments) {
    return arguments
        .flatMap(table -> table.get("backbone"))
        .flatMap(
            value -> value instanceof Value.Text(String n) ? Optional.of(n) : Optional.empty());
  }

  private static void requireClasses(Optional<Table> arguments, Extents extents)
      throws ModelImportException {
    if (arguments.flatMap(table -> table.get("num_classes")).orElse(null)
            instanceof Value.Whole whole
        && whole.intValue() != extents.classes()) {
      throw new ModelImportException(
          "the checkpoint says that it has %d classes, but its last layer has %d"
              .formatted(whole.intValue(), extents.classes()));
    }
  }

  private static ImportedCheckpoint imported(ImportedModel model, NetworkDescription network) {
    return new ImportedCheckpoint(model, network, Optional.empty(), Optional.empty());
  }
}
