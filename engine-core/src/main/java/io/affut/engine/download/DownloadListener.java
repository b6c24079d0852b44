package io.affut.engine.download;

import java.util.OptionalLong;

/// Is told how a download goes on.
public interface DownloadListener {

  /// So much is there, about once a second.
  ///
  /// @param bytes of the file, with those of earlier attempts
  /// @param total of the file, where it is known
  void received(long bytes, OptionalLong total);

  /// Something that is worth a line, such as a new attempt.
  void say(String line);
}
