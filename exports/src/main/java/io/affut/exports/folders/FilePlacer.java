package io.affut.exports.folders;

import io.affut.exports.files.CopiedFile;
import io.affut.exports.files.FreeNames;
import io.affut.exports.files.SafeName;
import io.affut.exports.files.UnreadableSourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Puts files into folders under names that nothing has yet; each is in the undo list before it is
/// touched.
final class FilePlacer {
  private final Path target;
  private final Placement how;
  private final UndoList undo;
  private final FreeNames names = new FreeNames();

  /// @param target the folder that all folders are in
  FilePlacer(Path target, Placement how, UndoList undo) {
    this.target = target;
    this.how = how;
    this.undo = undo;
  }

  /// @throws UnreadableSourceException when the file stays where and as it is
  /// @throws IOException when nothing can be written to the folder
  void place(Path source, String folder) throws UnreadableSourceException, IOException {
    if (how == Placement.MOVE && Files.isSymbolicLink(source)) {
      throw new UnreadableSourceException("is a link, which would not lead there any more");
    }
    Path place = Files.createDirectories(target.resolve(SafeName.of(folder)));
    if (place.equals(source.getParent())) {
      throw new UnreadableSourceException("lies in its folder already");
    }
    String name = SafeName.of(source.getFileName().toString());
    if (how == Placement.LINK) {
      link(source, place, name);
      return;
    }
    Path taken = names.take(place, name);
    try {
      if (how == Placement.COPY) {
        add(source, taken, Optional.empty());
        CopiedFile.write(source, taken);
      } else {
        move(source, taken);
      }
    } catch (UnreadableSourceException | IOException e) {
      // What was taken may be all that there is, should the source be gone.
      if (Files.exists(source) || Files.size(taken) == 0) {
        Files.deleteIfExists(taken);
      }
      throw e;
    }
  }

  private void move(Path source, Path taken) throws UnreadableSourceException, IOException {
    add(source, taken, Optional.empty());
    try {
      Files.move(source, taken, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      add(source, taken, Optional.of(sha256(source)));
      moveOver(source, taken);
    } catch (IOException e) {
      throw cannotBeMoved(source, e);
    }
  }

  /// Copies, looks at the copy, and only then deletes.
  static void moveOver(Path source, Path taken) throws UnreadableSourceException, IOException {
    String read = CopiedFile.write(source, taken);
    if (!CopiedFile.sha256(taken).equals(read)) {
      throw new IOException(
          "%s was not copied as it is to %s; it is still there".formatted(source, taken));
    }
    try {
      Files.delete(source);
    } catch (IOException e) {
      throw cannotBeMoved(source, e);
    }
  }

  private static UnreadableSourceException cannotBeMoved(Path source, IOException e) {
    return new UnreadableSourceException(
        e instanceof NoSuchFileException && Files.notExists(source)
            ? "is no longer there"
            : "cannot be moved: "
                + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
  }

  private void link(Path source, Path place, String name)
      throws UnreadableSourceException, IOException {
    while (true) {
      Path free = names.free(place, name);
      add(source, free, Optional.empty());
      try {
        Files.createLink(free, source);
        return;
      } catch (FileAlreadyExistsException e) {
        // Another program was faster: the next name.
      } catch (IOException | UnsupportedOperationException e) {
        throw new UnreadableSourceException(
            "cannot be linked: a hard link needs a file system that has them, and the same for both"
                + "; copy instead");
      }
    }
  }

  private void add(Path source, Path taken, Optional<String> sha256)
      throws UnreadableSourceException, IOException {
    String relative = target.relativize(taken).toString().replace('\\', '/');
    undo.add(new UndoLine(source.toString(), relative, how, size(source), sha256));
  }

  private static long size(Path source) throws UnreadableSourceException {
    try {
      return Files.size(source);
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }

  private static String sha256(Path source) throws UnreadableSourceException {
    try {
      return CopiedFile.sha256(source);
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }
}
