package io.affut.cli;

import io.affut.engine.download.DownloadListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Tells how a download goes on: a line every few seconds, or an event for programs.
final class DownloadLines implements DownloadListener {
  private static final long INTERVAL_NS = 5_000_000_000L;
  private static final double MB = 1e6;

  private final Messages messages;
  private long lastLine = System.nanoTime();
  private long lastBytes = -1;

  DownloadLines(Messages messages) {
    this.messages = messages;
  }

  @Override
  public void received(long bytes, OptionalLong total) {
    long now = System.nanoTime();
    if (now - lastLine < INTERVAL_NS) {
      return;
    }
    double seconds = (now - lastLine) / 1e9;
    double rate = lastBytes < 0 ? 0 : Math.max(0, bytes - lastBytes) / seconds;
    lastLine = now;
    lastBytes = bytes;
    if (messages.isJson()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bytes", (double) bytes);
      total.ifPresent(all -> fields.put("total", (double) all));
      messages.event("download", fields);
      return;
    }
    String of = total.isPresent() ? format(" of %.0f MB", total.getAsLong() / MB) : " MB";
    String speed = rate > 0 ? format(", %.1f MB a second", rate / MB) : "";
    messages.say(format("%.0f", bytes / MB) + of + speed);
  }

  @Override
  public void say(String line) {
    messages.say(line);
  }

  private static String format(String text, double number) {
    return String.format(Locale.ROOT, text, number);
  }
}
