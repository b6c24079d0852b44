package io.affut.engine.model;

import java.util.Arrays;
import java.util.Locale;

/// What a network does.
public enum Task {
  /// Finds boxes in a picture.
  DETECTOR(DetectorManifest.class),
  /// Names the animal in a crop.
  CLASSIFIER(ClassifierManifest.class),
  /// Names the kind of bird by what a classifier made of a crop.
  BIRD_HEAD(BirdHeadManifest.class);

  private final Class<? extends Manifest> manifest;

  Task(Class<? extends Manifest> manifest) {
    this.manifest = manifest;
  }

  /// The word that manifests use, such as `bird-head`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The task in a sentence, such as `a bird head`.
  public String phrase() {
    return "a " + word().replace('-', ' ');
  }

  static Task of(Class<? extends Manifest> manifest) {
    return Arrays.stream(values()).filter(t -> t.manifest == manifest).findFirst().orElseThrow();
  }
}
