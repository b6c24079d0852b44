package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;

/// The end of a zip file, which says where its directory lies (APPNOTE.TXT 4.3.14 to 4.3.16).
///
/// @param entries in the directory
/// @param start of the directory
/// @param size of the directory in bytes
record ZipEnd(long entries, long start, long size) {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_SIZE = 22;
  private static final int END_64_SIZE = 56;
  private static final int LOCATOR_64_SIZE = 20;
  private static final int LONGEST_COMMENT = 0xffff;

  static ZipEnd read(CheckpointFile file) throws ModelImportException, Refusal {
    int tailSize = (int) Math.min(file.size(), END_SIZE + LONGEST_COMMENT);
    long tailStart = file.size() - tailSize;
    ByteBuffer tail = file.read(tailStart, tailSize);
    for (int at = tailSize - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END
          && Short.toUnsignedInt(tail.getShort(at + 20)) == tailSize - at - END_SIZE) {
        return checked(file, tailStart + at, tail.slice(at, END_SIZE).order(tail.order()));
      }
    }
    throw new Refusal(
        "its end is missing, as if a download or a copy had broken off; fetch it again");
  }

  private static ZipEnd checked(CheckpointFile file, long at, ByteBuffer end)
      throws ModelImportException, Refusal {
    long directoryEnd = at;
    ZipEnd found =
        new ZipEnd(
            Short.toUnsignedLong(end.getShort(10)),
            Integer.toUnsignedLong(end.getInt(16)),
            Integer.toUnsignedLong(end.getInt(12)));
    int disks = end.getInt(4);
    long locatorAt = at - LOCATOR_64_SIZE;
    if (locatorAt >= 0) {
      ByteBuffer locator = file.read(locatorAt, LOCATOR_64_SIZE);
      if (locator.getInt(0) == LOCATOR_64) {
        directoryEnd = locator.getLong(8);
        if (directoryEnd < 0 || directoryEnd > locatorAt - END_64_SIZE) {
          throw damaged();
        }
        ByteBuffer end64 = file.read(directoryEnd, END_64_SIZE);
        if (end64.getInt(0) != END_64) {
          throw damaged();
        }
        disks = end64.getInt(16) | end64.getInt(20);
        found = new ZipEnd(end64.getLong(32), end64.getLong(48), end64.getLong(40));
      }
    }
    if (disks != 0
        || found.start < 0
        || found.size < 0
        || found.start > directoryEnd
        || found.size != directoryEnd - found.start) {
      throw damaged();
    }
    return found;
  }

  static Refusal damaged() {
    return new Refusal("the directory of its zip file is damaged; fetch it again");
  }
}
