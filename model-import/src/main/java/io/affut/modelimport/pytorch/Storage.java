package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The bytes that one or several tensors look at; they stay in the file.
///
/// @param start where the first byte lies in the file
/// @param bytes how many there are
/// @param order of the bytes within an element
record Storage(CheckpointFile file, long start, long bytes, ByteOrder order) {
  void read(long position, ByteBuffer buffer) throws ModelImportException {
    file.read(start + position, buffer);
  }
}
