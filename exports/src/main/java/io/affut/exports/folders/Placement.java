package io.affut.exports.folders;

/// How a picture gets into its folder.
public enum Placement {
  /// There are two files, and the bytes are the same.
  COPY,
  /// The file is there, and no longer where it was; the results then no longer find it.
  MOVE,
  /// The file has a second name there (a hard link), and takes no more room; both must be on one
  /// file system.
  LINK
}
