package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The entries of a zip file, and where their bytes lie.
///
/// It is stricter than others: what two readers could understand in two ways (an entry twice, a
/// local header that says something else than the directory, bytes before the first entry) is
/// refused.
final class ZipDirectory {
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int MOST_BYTES = 16 << 20;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW = 1 << 3;

  private final CheckpointFile file;
  private final long end;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private ZipDirectory(CheckpointFile file, long end) {
    this.file = file;
    this.end = end;
  }

  static ZipDirectory read(CheckpointFile file) throws ModelImportException, Refusal {
    ZipEnd end = ZipEnd.read(file);
    if (end.size() > MOST_BYTES) {
      throw new Refusal("the directory of its zip file is absurdly large");
    }
    ZipDirectory directory = new ZipDirectory(file, end.start());
    ByteBuffer bytes = file.read(end.start(), (int) end.size());
    long stored = 0;
    while (bytes.hasRemaining()) {
      ZipEntry entry = ZipEntry.next(bytes);
      if (directory.entries.put(entry.name(), entry) != null) {
        throw new Refusal("it holds " + Refusal.shown(entry.name()) + " twice");
      }
      if (entry.header() > end.start() || entry.stored() > end.start() - entry.header()) {
        throw ZipEnd.damaged();
      }
      stored += entry.stored();
      if (stored > end.start()) {
        throw new Refusal("the entries of its zip file lie on top of each other");
      }
    }
    if (directory.entries.size() != end.entries()) {
      throw ZipEnd.damaged();
    }
    return directory;
  }

  Collection<ZipEntry> entries() {
    return entries.values();
  }

  Optional<ZipEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /// Where the bytes of an entry begin; they all lie in the file.
  long data(ZipEntry entry) throws ModelImportException, Refusal {
    if (entry.header() > end - LOCAL_SIZE) {
      throw ZipEnd.damaged();
    }
    ByteBuffer local = file.read(entry.header(), LOCAL_SIZE);
    int flags = Short.toUnsignedInt(local.getShort(6));
    int nameSize = Short.toUnsignedInt(local.getShort(26));
    int extraSize = Short.toUnsignedInt(local.getShort(28));
    long start = entry.header() + LOCAL_SIZE + nameSize + extraSize;
    if (((flags | entry.flags()) & ENCRYPTED) != 0) {
      throw new Refusal("its part " + Refusal.shown(entry.name()) + " is encrypted");
    }
    if (local.getInt(0) != LOCAL_SIGNATURE
        || start > end
        || entry.stored() > end - start
        || Short.toUnsignedInt(local.getShort(8)) != entry.method()
        || (flags & SIZES_FOLLOW) == 0
            && !(agree(local.getInt(18), entry.stored()) && agree(local.getInt(22), entry.size()))
        || !name(entry.header() + LOCAL_SIZE, nameSize).equals(entry.name())) {
      throw new Refusal(
          "its zip file says two different things of "
              + Refusal.shown(entry.name())
              + "; fetch it again");
    }
    return start;
  }

  private static boolean agree(int local, long central) {
    return local == -1 || Integer.toUnsignedLong(local) == central;
  }

  private String name(long position, int size) throws ModelImportException {
    return StandardCharsets.UTF_8.decode(file.read(position, size)).toString();
  }
}
