package io.affut.cli;

import io.affut.engine.install.ModelSettings;
import java.util.List;
import picocli.CommandLine.Option;

/// What is to be said of a model that its file does not say.
final class SetOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "What the file does not say, such as size=960, confidence=0.6, heads=4, weights=f16 or"
              + " animal=Deer,Fox; may be repeated. docs/models.md lists all.")
  private List<String> pairs = List.of();

  /// The settings, each checked for itself.
  ///
  /// @throws io.affut.engine.install.SettingException when one is not known or cannot be
  ModelSettings settings() {
    return ModelSettings.parse(pairs);
  }
}
