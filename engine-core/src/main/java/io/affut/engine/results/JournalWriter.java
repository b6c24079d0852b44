package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Appends a record for each picture to the journal, so that what is done survives whatever comes.
/// One thread at a time.
public final class JournalWriter implements AutoCloseable {
  /// What a crash may cost at most.
  public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);

  private static final int BUFFER = 1 << 16;

  private final JsonFactory factory = new JsonFactory();
  private final WritableByteChannel channel;
  private final LongSupplier clock;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER);
  private long length;
  private long lastFlush;

  private JournalWriter(WritableByteChannel channel, LongSupplier clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /// Starts a journal at `file`, which must not exist, with its first record.
  public static JournalWriter create(Path file, RunInfo run) throws IOException {
    return create(file, run, System::nanoTime);
  }

  /// @param clock nanoseconds from any beginning
  static JournalWriter create(Path file, RunInfo run, LongSupplier clock) throws IOException {
    return start(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        run,
        clock);
  }

  /// Starts a journal in an empty file, which it owns from here on, with its first record.
  static JournalWriter start(WritableByteChannel channel, RunInfo run) throws IOException {
    return start(channel, run, System::nanoTime);
  }

  private static JournalWriter start(WritableByteChannel channel, RunInfo run, LongSupplier clock)
      throws IOException {
    JournalWriter journal = new JournalWriter(channel, clock);
    try {
      journal.line(json -> JournalFormat.write(json, run));
      journal.flush();
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Adds a picture.
  ///
  /// @return where its record starts in the file, in bytes
  public long append(PictureResult result) throws IOException {
    long start = length;
    line(json -> JournalFormat.write(json, result));
    if (pending.size() >= BUFFER) {
      flush();
    } else {
      flushWhenDue();
    }
    return start;
  }

  /// Hands what is pending to the operating system if the last time was [#FLUSH_INTERVAL] ago.
  public void flushWhenDue() throws IOException {
    if (clock.getAsLong() - lastFlush >= FLUSH_INTERVAL.toNanos()) {
      flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        flush();
      }
    }
  }

  /// Hands what is pending to the operating system. What a disk took before it was full is not
  /// handed over again.
  void flush() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      pending.reset();
      pending.write(bytes.array(), bytes.position(), bytes.remaining());
    }
    lastFlush = clock.getAsLong();
  }

  private void line(Record record) throws IOException {
    int before = pending.size();
    try (JsonGenerator json = factory.createGenerator(pending, JsonEncoding.UTF8)) {
      record.writeTo(json);
    }
    pending.write('\n');
    length += pending.size() - before;
  }

  private interface Record {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
