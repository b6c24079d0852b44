package io.affut.bindings.tensorrt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.tensorrt.nvinfer.ILogger;

/// What TensorRT says while it works: it returns NULL or `false`, and tells the reason here. Any
/// thread, also of TensorRT's own.
final class TensorRtLog extends ILogger {
  private static final int WORST_WARNING = 2; // kINTERNAL_ERROR 0, kERROR 1, kWARNING 2
  private static final int KEPT = 100;

  private record Line(long number, long thread, boolean isError, String text) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private long count;

  /// Called by TensorRT, which no exception may reach.
  @Override
  public void log(Severity severity, String message) {
    try {
      if (severity.value <= WORST_WARNING) {
        keep(severity.value < WORST_WARNING, message);
      }
    } catch (RuntimeException e) {
      count++; // the line is lost
    }
  }

  private synchronized void keep(boolean isError, String message) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Line(count++, Thread.currentThread().threadId(), isError, message.strip()));
  }

  /// This moment, for [#since(long)].
  synchronized long now() {
    return count;
  }

  /// Whether an error was told since then by what the calling thread called.
  synchronized boolean failedSince(long then) {
    long here = Thread.currentThread().threadId();
    return lines.stream()
        .anyMatch(line -> line.number() >= then && line.isError() && line.thread() == here);
  }

  /// The errors since then, or the warnings where there was no error; "" where there was neither.
  /// TensorRT has threads of its own, so what others did meanwhile may be among them.
  synchronized String since(long then) {
    List<Line> all = lines.stream().filter(line -> line.number() >= then).toList();
    boolean anyError = all.stream().anyMatch(Line::isError);
    return all.stream()
        .filter(line -> line.isError() == anyError)
        .map(Line::text)
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
