package io.affut.perf.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What this process has in memory; Linux only.
final class HostMemory {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  private HostMemory() {}

  /// Bytes that are resident.
  static long used() throws IOException {
    Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/self/status")));
    if (!matcher.find()) {
      throw new IOException("/proc/self/status has no VmRSS");
    }
    return Long.parseLong(matcher.group(1)) << 10;
  }
}
