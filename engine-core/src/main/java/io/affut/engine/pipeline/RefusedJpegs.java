package io.affut.engine.pipeline;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How many JPEGs nvJPEG did not decode, and why. Safe for any thread.
final class RefusedJpegs {
  /// More reasons than that are told as one.
  private static final int MOST_REASONS = 5;

  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /// Counts one.
  ///
  /// @param reason as it stands after "nvJPEG did not decode it: "
  synchronized void count(String reason) {
    counts.merge(reason, 1, Integer::sum);
  }

  /// A sentence on those that were counted since the last one; nothing when there were none. The
  /// most frequent reason comes first.
  ///
  /// @param device what people call the GPU
  synchronized Optional<String> sentence(String device) {
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    String reasons =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_REASONS)
            .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("; "));
    String more = counts.size() > MOST_REASONS ? "; and other reasons" : "";
    counts.clear();
    return Optional.of(
        "%s: the processor decoded %d of the JPEGs, which nvJPEG did not: %s%s."
            .formatted(device, all, reasons, more));
  }
}
