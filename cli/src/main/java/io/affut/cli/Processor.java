package io.affut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the processor is and which vector extensions it has, as far as the operating system tells.
record Processor(String name, Set<String> features) {
  /// The extensions that make networks faster, by the Linux kernel's names.
  private static final Set<String> INTERESTING =
      Set.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_bf16",
          "amx_int8",
          "asimd",
          "asimddp",
          "bf16",
          "i8mm",
          "sve");

  static Processor here() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      String name = value(lines, "model name");
      Set<String> features = new TreeSet<>();
      Stream.of((value(lines, "flags") + " " + value(lines, "Features")).split(" "))
          .filter(INTERESTING::contains)
          .forEach(features::add);
      return new Processor(name.isEmpty() ? System.getProperty("os.arch") : name, features);
    } catch (IOException e) {
      return new Processor(System.getProperty("os.arch"), Set.of());
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }
}
