package io.affut.cli;

import io.affut.engine.model.About;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Temperatures;

/// What there is to say of a model, line by line.
final class ModelLines {
  private final Messages messages;

  private ModelLines(Messages messages) {
    this.messages = messages;
  }

  /// Shows everything that its manifest says.
  static void show(Model<?> model, Messages messages) {
    new ModelLines(messages).all(model);
  }

  /// Says what a run with it has to say, if there is such a thing.
  static void notice(Model<?> model, Messages messages) {
    if (!model.manifest().notice().isEmpty()) {
      messages.say(model.manifest().notice());
    }
  }

  private void all(Model<?> model) {
    Manifest manifest = model.manifest();
    row("id", manifest.id());
    row("description", manifest.description());
    row("task", manifest.task().word());
    for (About.NetworkFile file : manifest.about().files()) {
      row("file", model.folder().resolve(file.name()));
      row("sha256", file.sha256());
    }
    row("licence", manifest.licence());
    row("source", manifest.source());
    manifest
        .about()
        .origin()
        .ifPresent(origin -> {
          row("made of", origin.file());
          row("its sha256", origin.sha256());
          origin.address().ifPresent(address -> row("fetched", address));
        });
    switch (manifest) {
      case DetectorManifest detector -> detector(detector);
      case ClassifierManifest classifier -> {
        row("input", classifier.input().size() + " pixels");
        row("precision", classifier.precision().word());
        names(classifier.classes(), classifier.temperatures());
      }
      case BirdHeadManifest birdHead -> {
        row("input", "an embedding of " + birdHead.length());
        row("precision", birdHead.precision().word());
        names(birdHead.classes(), birdHead.temperatures());
      }
    }
  }

  private void detector(DetectorManifest detector) {
    row("input", detector.input().letterbox().size() + " pixels");
    row("decode", detector.decode().word());
    row("precision", detector.precision().word());
    row("confidence", detector.thresholds().confidence());
    row("overlap", detector.thresholds().overlap());
    detector
        .classes()
        .byCategory()
        .forEach((category, names) -> row(category.name(), String.join(", ", names)));
  }

  private void names(ClassNames classes, Temperatures temperatures) {
    row("temperature", temperatures.picture() + ", of sequences " + temperatures.sequence());
    row("classes", classes.size() + ": " + String.join(", ", classes.in("en")));
  }

  private void row(String name, Object value) {
    messages.result("%-12s %s".formatted(name, value));
  }
}
