package io.affut.engine.install;

import io.affut.engine.detection.Category;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Precision;
import io.affut.engine.model.Temperatures;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings laid over what a manifest says already.
final class SettingsOn {
  private final ModelSettings settings;

  private SettingsOn(ModelSettings settings) {
    this.settings = settings;
  }

  /// The manifest with what is set.
  ///
  /// @throws SettingException when a setting means nothing for such a model, or does not suit it
  static Manifest manifest(Manifest manifest, ModelSettings settings) {
    settings.requireFor(manifest.task());
    SettingsOn on = new SettingsOn(settings);
    return switch (manifest) {
      case DetectorManifest m -> on.detector(m);
      case ClassifierManifest m -> on.classifier(m);
      case BirdHeadManifest m -> on.birdHead(m);
    };
  }

  private DetectorManifest detector(DetectorManifest m) {
    DetectorManifest.Thresholds thresholds = m.thresholds();
    DetectorManifest changed =
        new DetectorManifest(
            m.about(),
            m.input(),
            settings.word(Setting.DECODE, DecodeRule.class).orElse(m.decode()),
            precision(m),
            m.head(),
            new DetectorManifest.Thresholds(
                settings.number(Setting.CONFIDENCE).orElse(thresholds.confidence()),
                settings.number(Setting.OVERLAP).orElse(thresholds.overlap()),
                settings.whole(Setting.BOXES).orElse(thresholds.mostBoxes())),
            mapping(renamed(m.classes())));
    return changed.with(letterbox(m.input().letterbox()));
  }

  private LetterboxRule letterbox(LetterboxRule rule) {
    try {
      return new LetterboxRule(
          settings.whole(Setting.SIZE).orElse(rule.size()),
          settings.word(Setting.SHAPE, LetterboxRule.Shape.class).orElse(rule.shape()),
          rule.stride(),
          rule.placement(),
          rule.pad());
    } catch (IllegalArgumentException e) {
      throw new SettingException("The size cannot be set so: %s.".formatted(e.getMessage()));
    }
  }

  private ClassMapping renamed(ClassMapping classes) {
    Optional<List<String>> names = settings.list(Setting.CLASSES);
    names.ifPresent(given -> requireCount(classes.size(), given.size()));
    return names.map(UsualNames::mapping).orElse(classes);
  }

  private ClassMapping mapping(ClassMapping classes) {
    Map<Category, List<String>> categories = new LinkedHashMap<>(classes.named());
    set(Setting.ANIMAL, Category.ANIMAL, categories);
    set(Setting.PERSON, Category.PERSON, categories);
    set(Setting.VEHICLE, Category.VEHICLE, categories);
    boolean keep =
        settings
            .word(Setting.OTHERS, Setting.Others.class)
            .map(others -> others == Setting.Others.KEEP)
            .orElse(classes.keepsOthers());
    try {
      return new ClassMapping(classes.names(), categories, keep);
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          "The classes cannot be set so: %s; it has %s."
              .formatted(e.getMessage(), String.join(", ", classes.names())));
    }
  }

  /// A class that the user puts into one category leaves the others.
  private void set(Setting setting, Category category, Map<Category, List<String>> categories) {
    settings
        .list(setting)
        .ifPresent(named -> {
          categories.replaceAll((other, held) ->
              held.stream()
                  .filter(name -> named.stream().noneMatch(name::equalsIgnoreCase))
                  .toList());
          categories.put(category, named);
        });
  }

  private ClassifierManifest classifier(ClassifierManifest m) {
    ClassifierManifest.Input input = m.input();
    return new ClassifierManifest(
        m.about(),
        new ClassifierManifest.Input(
            input.name(),
            settings.whole(Setting.SIZE).orElse(input.size()),
            settings.word(Setting.RESIZE, ClassifierManifest.Resize.class).orElse(input.resize()),
            input.layout(),
            input.channels(),
            input.mean(),
            input.deviation()),
        precision(m),
        m.logits(),
        m.embedding(),
        names(m.classes()),
        temperatures(m.temperatures()));
  }

  private BirdHeadManifest birdHead(BirdHeadManifest m) {
    return new BirdHeadManifest(
        m.about(),
        m.input(),
        m.length(),
        precision(m),
        m.logits(),
        names(m.classes()),
        temperatures(m.temperatures()));
  }

  private Precision precision(Manifest manifest) {
    return settings.word(Setting.PRECISION, Precision.class).orElse(manifest.precision());
  }

  /// Either the id of one of our lists, or names.
  private ClassNames names(ClassNames classes) {
    Optional<ClassNames> set =
        settings
            .list(Setting.CLASSES)
            .map(names ->
                ClassLists.find(names.size() == 1 ? names.getFirst() : "")
                    .<ClassNames>map(ClassNames.Listed::new)
                    .orElseGet(() -> new ClassNames.Named(names)));
    set.ifPresent(given -> requireCount(classes.size(), given.size()));
    return set.orElse(classes);
  }

  private static void requireCount(int has, int given) {
    if (has != given) {
      throw new SettingException(
          "The setting classes names %d, and the network has %d.".formatted(given, has));
    }
  }

  /// The temperature of a picture is that of sequences too, where nothing else is said.
  private Temperatures temperatures(Temperatures temperatures) {
    Optional<Float> picture = settings.number(Setting.TEMPERATURE);
    Optional<Float> sequence = settings.number(Setting.SEQUENCE_TEMPERATURE).or(() -> picture);
    return new Temperatures(
        picture.orElse(temperatures.picture()), sequence.orElse(temperatures.sequence()));
  }
}
