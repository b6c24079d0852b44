package io.affut.engine.install;

import io.affut.engine.model.Task;
import io.affut.modelimport.WeightStorage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is to be said of a model that its file does not say, or says otherwise: `size=960`,
/// `confidence=0.6`, `animal=Animal,Dog`. Every value has been checked for itself; whether it suits
/// the model is seen when it is applied.
///
/// Model cards and users give the same settings; the user's are laid over the card's.
public final class ModelSettings {
  /// No settings.
  public static final ModelSettings NONE = new ModelSettings(new EnumMap<>(Setting.class));

  private final Map<Setting, String> values;

  private ModelSettings(Map<Setting, String> values) {
    this.values = values;
  }

  /// Settings as users write them.
  ///
  /// @param pairs each `KEY=VALUE`
  /// @throws SettingException when one is not known or cannot be
  public static ModelSettings parse(List<String> pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw new SettingException(
            "A setting is KEY=VALUE, such as size=960, and not %s.".formatted(pair));
      }
      String key = pair.substring(0, equals).strip();
      if (values.put(key, pair.substring(equals + 1).strip()) != null) {
        throw new SettingException("The setting %s is given twice.".formatted(key));
      }
    }
    return of(values);
  }

  /// Settings by their keys.
  ///
  /// @throws SettingException when one is not known or cannot be
  public static ModelSettings of(Map<String, String> values) {
    Map<Setting, String> checked = new EnumMap<>(Setting.class);
    values.forEach((key, value) -> {
      Setting setting = Setting.of(key);
      setting.check(value);
      checked.put(setting, value);
    });
    return new ModelSettings(checked);
  }

  /// These, and those of `others` that these do not have.
  ModelSettings over(ModelSettings others) {
    Map<Setting, String> all = new EnumMap<>(others.values);
    all.putAll(values);
    return new ModelSettings(all);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /// Refuses what means nothing for a model of this task.
  void requireFor(Task task) {
    values.keySet().forEach(setting -> setting.requireFor(task));
  }

  /// What the importer of checkpoints has to know.
  Map<String, String> forImporter() {
    Map<String, String> importer = new LinkedHashMap<>();
    for (Setting setting : List.of(Setting.HEADS, Setting.SIZE, Setting.POOL)) {
      text(setting).ifPresent(value -> importer.put(setting.key(), value));
    }
    return importer;
  }

  /// The settings that the network itself depends on, and not only its manifest; each `KEY=VALUE`,
  /// always in the same order.
  List<String> ofConversion() {
    return Stream.of(Setting.HEADS, Setting.SIZE, Setting.POOL, Setting.WEIGHTS)
        .filter(values::containsKey)
        .map(setting -> setting.key() + "=" + values.get(setting).toLowerCase(Locale.ROOT))
        .toList();
  }

  WeightStorage weights() {
    return word(Setting.WEIGHTS, WeightStorage.class).orElse(WeightStorage.F32);
  }

  Optional<String> text(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /// The parts between the commas.
  Optional<List<String>> list(Setting setting) {
    return text(setting)
        .map(value ->
            Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
  }

  Optional<Integer> whole(Setting setting) {
    return text(setting).map(Integer::valueOf);
  }

  Optional<Float> number(Setting setting) {
    return text(setting).map(Float::valueOf);
  }

  <E extends Enum<E>> Optional<E> word(Setting setting, Class<E> words) {
    return text(setting).flatMap(value -> Setting.constant(words, value));
  }
}
