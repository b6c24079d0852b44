package io.affut.modelimport.checkpoint;

import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.pytorch.Checkpoint;
import io.affut.modelimport.pytorch.Value;
import io.affut.modelimport.vit.VitImporter;
import io.affut.modelimport.yolo.YoloImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// Converts PyTorch checkpoints of the networks that are known here to ONNX. What a file is shows
/// by what it holds, not by its name; nothing in it is executed.
///
/// Has no state that changes: any thread may use it, as far as `progress` may be called by it.
public final class CheckpointImporter {
  /// Enough to know a tar file by.
  private static final int HEAD = 512;

  private final Map<String, String> settings;
  private final WeightStorage storage;
  private final Consumer<String> progress;

  /// An importer.
  ///
  /// @param settings what the user knows and the file does not say: `size`, the side of the
  ///   pictures that the network was trained with, in pixels; `heads`, those of a vision
  ///   transformer's attention; `pool`, which of its tokens its logits come from, `token` or `avg`.
  ///   A setting that the network does not have is refused
  /// @param storage how weights are stored in the ONNX file
  /// @param progress is told, in one line each, what is being done
  public CheckpointImporter(
      Map<String, String> settings, WeightStorage storage, Consumer<String> progress) {
    this.settings = Map.copyOf(settings);
    this.storage = storage;
    this.progress = progress;
  }

  /// Whether the file looks like a PyTorch checkpoint by its first bytes, be it one in an old
  /// format that [#convert] refuses, saying what can be done about it. A file that cannot be read
  /// does not.
  public static boolean accepts(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      String head = new String(bytes.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      boolean zip = head.startsWith("PK\3\4");
      boolean pickle = head.startsWith("\u0080");
      boolean tar = head.startsWith("ustar", 257);
      return zip || pickle || tar;
    } catch (IOException e) {
      return false;
    }
  }

  /// Recognises the network in a checkpoint and writes it as ONNX.
  ///
  /// @param checkpoint a file that `torch.save` wrote
  /// @param onnx where to write; replaced when it exists, and only by a complete file. Weights of
  ///   more than 64 MiB go to a file beside it, of the same name with `.data` after it
  /// @throws ModelImportException where the checkpoint is refused or not known, or a file cannot be
  ///   read or written; in one sentence that says why, and at which module or weight
  public ImportedCheckpoint convert(Path checkpoint, Path onnx) throws ModelImportException {
    try (Checkpoint opened = Checkpoint.open(checkpoint)) {
      Value root = opened.root();
      if (YoloImporter.recognises(root)) {
        progress.accept("Converting the detector in " + checkpoint.getFileName() + " ...");
        return new YoloImporter(settings, storage).convert(root, onnx);
      }
      if (VitImporter.recognises(root)) {
        progress.accept("Converting the classifier in " + checkpoint.getFileName() + " ...");
        return new VitImporter(settings, storage).convert(root, onnx);
      }
      throw new ModelImportException(
          "the checkpoint holds no network that is known: neither a detector of YOLOv5, YOLOv8 to"
              + " YOLO12 or YOLO26, saved whole as their programs do, nor the weights of a"
              + " classifier or bird head as DeepFaune has them; export the network to ONNX in"
              + " PyTorch, and write a manifest.toml for it");
    }
  }
}
