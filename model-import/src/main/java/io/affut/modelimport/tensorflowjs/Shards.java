package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Weight files that together hold one run of bytes; a weight may begin in one and end in the next.
///
/// @param files each with its size when the model was opened
record Shards(List<Shard> files) {
  Shards {
    files = List.copyOf(files);
  }

  /// One weight file.
  record Shard(Path file, long size) {}

  /// Finds the files and takes their sizes.
  ///
  /// @param paths as the manifest has them; one that leads out of `folder` is refused
  static Shards of(Path folder, List<String> paths) throws ModelImportException {
    List<Shard> files = new ArrayList<>();
    for (String path : paths) {
      Path file = inside(folder, path);
      try {
        if (!Files.isRegularFile(file)) {
          throw new ModelImportException("the weight file " + file + " is missing");
        }
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
          throw leadsOut(path);
        }
        files.add(new Shard(file, Files.size(file)));
      } catch (IOException e) {
        throw new ModelImportException("cannot read the weight file " + file + ": " + e, e);
      }
    }
    return new Shards(files);
  }

  /// The size of the run.
  long bytes() {
    return files.stream().mapToLong(Shard::size).sum();
  }

  /// The bytes from `offset` on, wherever they lie.
  byte[] read(long offset, int length) throws ModelImportException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long start = 0;
    for (Shard shard : files) {
      long skipped = offset + bytes.position() - start;
      if (skipped < shard.size() && bytes.hasRemaining()) {
        int part = (int) Math.min(bytes.remaining(), shard.size() - skipped);
        fill(bytes.slice(bytes.position(), part), shard.file(), skipped);
        bytes.position(bytes.position() + part);
      }
      start += shard.size();
    }
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(
          "the weight files have no %d bytes at %d".formatted(length, offset));
    }
    return bytes.array();
  }

  private static void fill(ByteBuffer bytes, Path file, long position) throws ModelImportException {
    try (FileChannel channel = FileChannel.open(file)) {
      long from = position;
      while (bytes.hasRemaining()) {
        int count = channel.read(bytes, from);
        if (count < 0) {
          throw new EOFException("it became shorter while it was read");
        }
        from += count;
      }
    } catch (IOException e) {
      throw new ModelImportException("cannot read the weight file " + file + ": " + e, e);
    }
  }

  private static Path inside(Path folder, String path) throws ModelImportException {
    try {
      Path file = folder.resolve(path).normalize();
      if (path.isEmpty() || !file.startsWith(folder.normalize())) {
        throw leadsOut(path);
      }
      return file;
    } catch (InvalidPathException e) {
      throw new ModelImportException("the weight file " + path + " has an impossible name", e);
    }
  }

  private static ModelImportException leadsOut(String path) {
    return new ModelImportException(
        "the weight file " + path + " does not lie in the folder of the model");
  }
}
