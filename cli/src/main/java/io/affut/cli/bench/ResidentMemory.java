package io.affut.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// The memory of this process that is in RAM, where the system tells it as Linux does.
///
/// @param now in bytes
/// @param peak the most since the process began, in bytes
public record ResidentMemory(OptionalLong now, OptionalLong peak) {

  /// As it is.
  public static ResidentMemory read() {
    try {
      return of(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException e) {
      return new ResidentMemory(OptionalLong.empty(), OptionalLong.empty());
    }
  }

  /// What the lines of `/proc/self/status` say.
  static ResidentMemory of(List<String> lines) {
    return new ResidentMemory(bytes(lines, "VmRSS:"), bytes(lines, "VmHWM:"));
  }

  private static OptionalLong bytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.endsWith(" kB"))
        .mapToLong(
            line -> 1024 * Long.parseLong(line.substring(key.length(), line.length() - 3).strip()))
        .findFirst();
  }
}
