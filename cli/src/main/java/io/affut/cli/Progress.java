package io.affut.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Tells how far a run is. One thread at a time.
interface Progress extends AutoCloseable {

  /// One more picture is done.
  void step();

  @Override
  void close();

  /// What suits the standard error: a bar on a terminal, lines elsewhere, JSON where it was asked
  /// for, or nothing.
  static Progress of(int pictures, Messages messages) {
    // The launcher looks whether standard error is a terminal, and how wide; Java can ask for
    // standard output only.
    Integer columns = Integer.getInteger("affut.terminal");
    if (messages.isQuiet() && !messages.isJson()) {
      return new Silent();
    }
    return columns == null || messages.isJson()
        ? new Lines(pictures, messages)
        : new Bar(pictures, messages, Math.max(columns, 40));
  }

  /// Nothing.
  final class Silent implements Progress {
    @Override
    public void step() {}

    @Override
    public void close() {}
  }

  /// A bar with rate and time left.
  final class Bar implements Progress {
    private final ProgressBar bar;
    private final Messages messages;

    Bar(int pictures, Messages messages, int columns) {
      this.messages = messages;
      messages.shareWithBar(columns - 1);
      bar =
          new ProgressBarBuilder()
              .setTaskName("Looking")
              .setInitialMax(pictures)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(messages.progressStream(), columns - 1))
              .build();
    }

    @Override
    public void step() {
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
      messages.shareWithBar(0);
    }
  }

  /// A line every few seconds at first, and every few minutes after some; for programs, an event
  /// every few seconds.
  final class Lines implements Progress {
    private final int pictures;
    private final Messages messages;
    private final LongSupplier clock;
    private final long start;
    private long lastLine;
    private int done;

    Lines(int pictures, Messages messages) {
      this(pictures, messages, System::nanoTime);
    }

    /// @param clock tells nanoseconds, from whenever
    Lines(int pictures, Messages messages, LongSupplier clock) {
      this.pictures = pictures;
      this.messages = messages;
      this.clock = clock;
      this.start = clock.getAsLong();
      this.lastLine = start;
    }

    @Override
    public void step() {
      done++;
      long now = clock.getAsLong();
      if (now - lastLine >= interval(lastLine - start) && done < pictures) {
        lastLine = now;
        double rate = done / ((now - start) / 1e9);
        long left = Math.round((pictures - done) / rate);
        if (messages.isJson()) {
          messages.event(
              "progress",
              Map.of(
                  "done",
                  done,
                  "pictures",
                  pictures,
                  "per_second",
                  rate,
                  "seconds_left",
                  (int) left));
        } else {
          messages.say(
              String.format(
                  Locale.ROOT,
                  "%d of %d pictures, %.1f a second, %s left",
                  done,
                  pictures,
                  rate,
                  time(left)));
        }
      }
    }

    /// How long the next line waits, so that the log of a run of hours stays short.
    private long interval(long elapsed) {
      Duration since = Duration.ofNanos(elapsed);
      boolean young = messages.isJson() || since.compareTo(Duration.ofMinutes(1)) < 0;
      boolean old = since.compareTo(Duration.ofMinutes(10)) >= 0;
      return Duration.ofSeconds(young ? 5 : old ? 300 : 30).toNanos();
    }

    /// As clocks show it: `0:09`, `59:59`, `30:00:00`.
    static String time(long seconds) {
      String minutes = "%02d:%02d".formatted(seconds / 60 % 60, seconds % 60);
      return seconds < 3600
          ? minutes.replaceFirst("^0", "")
          : "%d:%s".formatted(seconds / 3600, minutes);
    }

    @Override
    public void close() {}
  }
}
