package io.affut.modelimport.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a test makes and the reader opens.
///
/// @param file overwritten each time
record MadeCheckpoint(Path file) {
  static MadeCheckpoint in(Path folder) {
    return new MadeCheckpoint(folder.resolve("made.pt"));
  }

  Checkpoint open(byte[] bytes) throws ModelImportException {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Checkpoint.open(file);
  }

  /// What a pickle holds that is alone in a checkpoint.
  Value root(byte[] pickle) throws ModelImportException {
    try (Checkpoint checkpoint = open(ZipWriter.checkpoint(pickle).bytes())) {
      return checkpoint.root();
    }
  }

  /// Why a file is refused; the sentence has to name it.
  String refusal(byte[] bytes) {
    Throwable thrown = catchThrowable(() -> open(bytes).close());
    String start = "cannot read the checkpoint " + file + ": ";
    assertThat(thrown)
        .isInstanceOf(ModelImportException.class)
        .message()
        .startsWith(start)
        .doesNotContain("Exception", "\n");
    return thrown.getMessage().substring(start.length());
  }

  /// Why a pickle is refused that is alone in a checkpoint.
  String pickleRefusal(byte[] pickle) {
    return refusal(ZipWriter.checkpoint(pickle).bytes());
  }
}
