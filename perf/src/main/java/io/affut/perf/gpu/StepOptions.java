package io.affut.perf.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a step is told, as words of the form `name=value`.
record StepOptions(Map<String, String> values) {

  /// @throws IllegalArgumentException when a word has another form
  static StepOptions of(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int at = word.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("an option is name=value, not " + word);
      }
      values.put(word.substring(0, at), word.substring(at + 1));
    }
    return new StepOptions(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /// @throws IllegalArgumentException when it is not given
  String required(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(name + "= is missing"));
  }

  Path path(String name) {
    return Path.of(required(name));
  }

  int number(String name, int otherwise) {
    return text(name).map(Integer::parseInt).orElse(otherwise);
  }

  Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(number(name, otherwise));
  }

  /// The options for a report: no folders of this machine in it, only their last names.
  Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>();
    values.forEach((name, value) -> shown.put(name, value.substring(value.lastIndexOf('/') + 1)));
    return shown;
  }

  /// The files in the folder of that name, by name.
  List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(path(name))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("(?i).+\\.(jpe?g|png)"))
          .sorted()
          .toList();
    }
  }
}
