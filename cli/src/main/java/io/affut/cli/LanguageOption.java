package io.affut.cli;

import io.affut.engine.species.LabelLanguages;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The language of labels.
final class LanguageOption {
  private static final String KNOWN = "fr, en, it, de, es, no, sv or pt";

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "Of the labels: " + KNOWN + ". Default: the system's.")
  private String language;

  /// The code of the language that is asked for, else that of the user's locale, else English.
  String code(Map<String, String> environment) {
    if (language != null) {
      return LabelLanguages.find(language)
          .orElseThrow(
              () -> new UsageException("--lang takes %s, not %s.".formatted(KNOWN, language)));
    }
    return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .map(value -> value.split("[_.@-]", 2)[0])
        .map(LabelLanguages::find)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("en");
  }
}
