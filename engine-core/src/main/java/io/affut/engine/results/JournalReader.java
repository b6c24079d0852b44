package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads records of a journal by their position, so that results of any size are put in order
/// without being held in memory. One thread at a time.
public final class JournalReader implements AutoCloseable {
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final RandomAccessFile file;

  private JournalReader(Path path) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
  }

  /// Opens the journal at `path`.
  public static JournalReader open(Path path) throws IOException {
    return new JournalReader(path);
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

  /// Takes the pictures of a journal with the positions of their records.
  public interface Taker {
    void take(long position, PictureResult picture) throws IOException;
  }

  /// Hands over all pictures in the order in which they were done. A last record that the end of
  /// the process cut off is left out.
  ///
  /// @throws IOException of the taker, or when a record in the middle is damaged
  public void forEach(Taker taker) throws IOException {
    InputStream in = new BufferedInputStream(new FromItsBeginning(file), 1 << 16);
    long position = skipLine(in);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.write(c);
        continue;
      }
      taker.take(
          position,
          JournalFormat.pictureResult(parse(line.toString(StandardCharsets.UTF_8), position)));
      position += line.size() + 1;
      line.reset();
    }
  }

  /// Reads a file that stays open. To open it a second time would not do: POSIX takes the lock of a
  /// [RunOutput] away from a process as soon as that closes the file anywhere.
  private static final class FromItsBeginning extends InputStream {
    private final RandomAccessFile file;
    private long position;

    FromItsBeginning(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      file.seek(position); // the taker may have been elsewhere
      int read = file.read(bytes, offset, length);
      position += Math.max(0, read);
      return read;
    }
  }

  private static long skipLine(InputStream in) throws IOException {
    long length = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      length++;
      if (c == '\n') {
        break;
      }
    }
    return length;
  }

  private JsonNode parse(String line, long position) throws IOException {
    try {
      return mapper.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException("the journal's record at byte " + position + " is damaged", e);
    }
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
          return parse(new String(line, 0, i, StandardCharsets.UTF_8), position);
        }
      }
      length += read;
    }
  }
}
