package io.affut.engine.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads records of a journal by their position, so that results of any size are put in order
/// without being held in memory. One thread at a time.
public final class JournalReader implements AutoCloseable {
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final RandomAccessFile file;

  private JournalReader(RandomAccessFile file) {
    this.file = file;
  }

  /// Opens the journal at `path`.
  public static JournalReader open(Path path) throws IOException {
    return new JournalReader(new RandomAccessFile(path.toFile(), "r"));
  }

  /// The run's record, the first of the file.
  ///
  /// @throws IOException when the file is not a journal, or of a version that is not known
  public RunInfo run() throws IOException {
    JsonNode node = record(0);
    if (node.path("affut_journal").asInt() != JournalFormat.VERSION) {
      throw new IOException("not a journal of version " + JournalFormat.VERSION);
    }
    return JournalFormat.runInfo(node);
  }

  /// The picture whose record starts at `position`, as [JournalWriter#append] gave it.
  public PictureResult picture(long position) throws IOException {
    return JournalFormat.pictureResult(record(position));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private JsonNode record(long position) throws IOException {
    file.seek(position);
    byte[] line = new byte[512];
    int length = 0;
    while (true) {
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, line.length * 4);
      }
      int read = file.read(line, length, line.length - length);
      if (read < 0) {
        throw new IOException("the journal ends in the middle of a record");
      }
      for (int i = length; i < length + read; i++) {
        if (line[i] == '\n') {
          return mapper.readTree(new String(line, 0, i, StandardCharsets.UTF_8));
        }
      }
      length += read;
    }
  }
}
