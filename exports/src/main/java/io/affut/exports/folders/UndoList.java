package io.affut.exports.folders;

import io.affut.engine.results.OutputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What an export did, so that it can be undone: a line a file, written before the file is touched
/// and handed to the system at once, so that an export that was cut off can be undone too.
final class UndoList implements AutoCloseable {
  static final String NAME = "affut-undo.jsonl";

  private final BufferedWriter lines;

  private UndoList(BufferedWriter lines) {
    this.lines = lines;
  }

  /// @throws OutputException when the folder has the list of an export already
  static UndoList create(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      return new UndoList(
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW));
    } catch (FileAlreadyExistsException e) {
      throw new OutputException(
          """
          Pictures were put into folders in %s already: name another folder, or undo that first \
          with `affut undo` and this folder.\
          """
              .formatted(folder),
          e);
    }
  }

  void add(UndoLine line) throws IOException {
    lines.write(line.text());
    lines.write('\n');
    lines.flush();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
