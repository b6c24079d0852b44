package io.affut.exports.folders;

import io.affut.engine.pipeline.PictureFinder;
import io.affut.engine.results.OutputException;
import io.affut.exports.files.CopiedFile;
import io.affut.exports.files.ExportFolder;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.outcome.LeftOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Takes back what [FolderExport] did, also when it was cut off: moved files go home, unless
/// something is there; copies and links go, unless they were changed or the original is gone.
/// Undoing again goes on with what is left.
public final class FoldersUndo {
  private final Path folder;
  private final Set<Path> folders = new TreeSet<>();
  private final List<LeftOut> kept = new ArrayList<>();
  private int restored;
  private int removed;

  private FoldersUndo(Path folder) {
    this.folder = folder;
  }

  /// Undoes what `list` says; the list goes too when nothing is kept, and so do empty folders.
  ///
  /// @param list the `affut-undo.jsonl` of an export, in its folder
  /// @throws OutputException when there is no list, or it is damaged
  /// @throws IOException when the folder cannot be written to; what was done until then stays done
  public static UndoOutcome run(Path list) throws IOException {
    if (!Files.isRegularFile(list)) {
      throw new OutputException(
          "There is no undo list at %s: name the %s in the folder of an export."
              .formatted(list, UndoList.NAME));
    }
    Path file = ExportFolder.normal(list);
    FoldersUndo undo = new FoldersUndo(file.getParent());
    undo.undoAll(file);
    undo.tidy(file);
    return new UndoOutcome(undo.restored, undo.removed, undo.kept);
  }

  private void undoAll(Path list) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.UTF_8)) {
      String text = lines.readLine();
      while (text != null) {
        String next = lines.readLine();
        UndoLine line = null;
        try {
          line = UndoLine.of(text);
        } catch (IOException e) {
          // The last line of an export that was cut off may be cut off too: its file was not
          // touched yet.
          if (next != null) {
            throw new OutputException(
                "The undo list %s is damaged: %s".formatted(list, e.getMessage()), e);
          }
        }
        if (line != null) {
          undo(line);
        }
        text = next;
      }
    }
  }

  private void undo(UndoLine line) throws IOException {
    Path source = Path.of(line.source());
    Path target = folder.resolve(line.target()).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      keep(target, "lies outside of the folder of the export");
      return;
    }
    folders.add(target.getParent());
    Files.deleteIfExists(CopiedFile.temporary(target));
    if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (line.how() == Placement.MOVE && Files.notExists(source)) {
        keep(target, "is no longer there, nor is it at " + source);
      }
    } else if (isOnlyAName(target, line)) {
      Files.delete(target);
    } else {
      switch (line.how()) {
        case COPY -> removeCopy(source, target);
        case LINK -> removeLink(source, target);
        case MOVE -> moveHome(source, target);
      }
    }
  }

  /// Whether the name was taken and the export then cut off.
  private static boolean isOnlyAName(Path target, UndoLine line) throws IOException {
    return line.size() > 0 && Files.size(target) == 0 && line.how() != Placement.LINK;
  }

  private void removeCopy(Path source, Path target) throws IOException {
    if (Files.notExists(source)) {
      keep(target, "stays: the original is no longer at " + source);
    } else if (Files.mismatch(source, target) >= 0) {
      keep(target, "stays: it is no longer the same as " + source);
    } else {
      remove(target);
    }
  }

  private void removeLink(Path source, Path target) throws IOException {
    if (Files.notExists(source)) {
      keep(target, "stays: the original is no longer at " + source);
    } else if (!Files.isSameFile(source, target)) {
      keep(target, "stays: it is no longer the same as " + source);
    } else {
      remove(target);
    }
  }

  private void moveHome(Path source, Path target) throws IOException {
    if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      // The export was cut off between the copy and the deleting, or somebody put a file there.
      if (Files.isRegularFile(source) && Files.mismatch(source, target) < 0) {
        remove(target);
      } else {
        keep(target, "stays: there is another file at " + source);
      }
      return;
    }
    Files.createDirectories(source.getParent());
    try {
      Files.move(target, source, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      try {
        FilePlacer.moveOver(target, source);
      } catch (UnreadableSourceException e) {
        keep(target, e.getMessage());
        return;
      }
    }
    restored++;
  }

  private void remove(Path target) throws IOException {
    Files.delete(target);
    removed++;
  }

  private void keep(Path target, String reason) {
    kept.add(new LeftOut(target.toString(), reason));
  }

  private void tidy(Path list) throws IOException {
    for (Path made : folders) {
      deleteIfEmpty(made);
    }
    if (kept.isEmpty()) {
      Files.delete(list);
      Path marker = folder.resolve(PictureFinder.EXPORT_MARKER);
      if (contents(folder).equals(List.of(marker))) {
        Files.delete(marker);
      }
      deleteIfEmpty(folder);
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder) && contents(folder).isEmpty()) {
      Files.delete(folder);
    }
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.limit(2).toList();
    }
  }
}
