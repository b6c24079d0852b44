package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.file.Path;

/// A PyTorch checkpoint (the zip format that `torch.save` writes since PyTorch 1.6), opened.
///
/// What is in it is a pickle, that is a program. It is read as data and never run: a fixed list of
/// Python's names becomes plain data, every other name is refused. Weights stay in the file until a
/// [Tensor] is asked for them.
///
/// Whoever opens it closes it. Everything but the elements of tensors can be used afterwards, and
/// from any thread.
public final class Checkpoint implements AutoCloseable {
  private final CheckpointFile file;
  private final Value root;

  private Checkpoint(CheckpointFile file, Value root) {
    this.file = file;
    this.root = root;
  }

  /// Opens a file and reads everything but the elements of its tensors.
  ///
  /// @throws ModelImportException if it is no checkpoint, or damaged, or asks for something that is
  ///   not on the list; one sentence that names the file and the reason
  public static Checkpoint open(Path file) throws ModelImportException {
    CheckpointFile bytes = CheckpointFile.open(file);
    boolean opened = false;
    try {
      TorchArchive archive = TorchArchive.open(bytes);
      Value root = new PickleMachine(archive.pickle(), new TensorConstruction(archive)).run();
      bytes.checkUnchanged();
      opened = true;
      return new Checkpoint(bytes, root);
    } catch (Refusal reason) {
      throw bytes.refused(reason);
    } finally {
      if (!opened) {
        bytes.close();
      }
    }
  }

  /// What was saved: mostly a [Table], for a bare network an [Instance].
  public Value root() {
    return root;
  }

  /// Closes the file; twice is fine.
  @Override
  public void close() {
    file.close();
  }
}
