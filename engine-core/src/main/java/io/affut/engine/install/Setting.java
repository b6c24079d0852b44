package io.affut.engine.install;

import static io.affut.engine.model.Task.BIRD_HEAD;
import static io.affut.engine.model.Task.CLASSIFIER;
import static io.affut.engine.model.Task.DETECTOR;

import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.Precision;
import io.affut.engine.model.Task;
import io.affut.modelimport.Pool;
import io.affut.modelimport.WeightStorage;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What can be set of a model: for which tasks it means something, and which values it takes.
enum Setting {
  SIZE(whole(16, LetterboxRule.LARGEST_SIZE), DETECTOR, CLASSIFIER),
  CLASSES(names(), DETECTOR, CLASSIFIER, BIRD_HEAD),
  CONFIDENCE(number(0, 1), DETECTOR),
  OVERLAP(number(0, 1), DETECTOR),
  BOXES(whole(1, 100_000), DETECTOR),
  ANIMAL(names(), DETECTOR),
  PERSON(names(), DETECTOR),
  VEHICLE(names(), DETECTOR),
  OTHERS(word(Others.class), DETECTOR),
  SHAPE(word(LetterboxRule.Shape.class), DETECTOR),
  DECODE(word(DecodeRule.class), DETECTOR),
  PRECISION(word(Precision.class), DETECTOR, CLASSIFIER, BIRD_HEAD),
  RESIZE(word(ClassifierManifest.Resize.class), CLASSIFIER),
  TEMPERATURE(number(0.01f, 100), CLASSIFIER, BIRD_HEAD),
  SEQUENCE_TEMPERATURE(number(0.01f, 100), CLASSIFIER, BIRD_HEAD),
  HEADS(whole(1, 256), CLASSIFIER),
  POOL(word(Pool.class), CLASSIFIER),
  WEIGHTS(word(WeightStorage.class), DETECTOR, CLASSIFIER, BIRD_HEAD),
  HEAD(word(YoloHead.class), DETECTOR),
  INPUT(text(), DETECTOR),
  OUTPUT(text(), DETECTOR),
  STRIDE(whole(8, 128), DETECTOR);

  private final Rule rule;
  private final Set<Task> tasks;

  Setting(Rule rule, Task... tasks) {
    this.rule = rule;
    this.tasks = Set.of(tasks);
  }

  /// What becomes of classes of no category.
  enum Others {
    KEEP,
    DROP
  }

  /// The two ways in which YOLO networks give their boxes.
  enum YoloHead {
    /// As YOLOv8 and YOLO11: `(1, 4 + classes, cells)`.
    YOLO_ANCHOR_FREE,
    /// As YOLOv5: `(1, anchors, 5 + classes)`.
    YOLOV5
  }

  /// What a value has to be.
  ///
  /// @param expected in words
  private record Rule(String expected, Predicate<String> allows) {}

  /// The setting called `key`.
  ///
  /// @throws SettingException when there is none
  static Setting of(String key) {
    return Arrays.stream(values())
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new SettingException(
                "There is no setting %s; there are: %s."
                    .formatted(key, keys(Set.of(Task.values())))));
  }

  /// As users write it.
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws SettingException when it cannot have this value
  void check(String value) {
    if (!rule.allows().test(value)) {
      throw new SettingException(
          "The setting %s takes %s, not %s.".formatted(key(), rule.expected(), value));
    }
  }

  /// @throws SettingException when it means nothing for the task
  void requireFor(Task task) {
    if (!tasks.contains(task)) {
      throw new SettingException(
          "The setting %s means nothing for %s; what does: %s."
              .formatted(key(), task.phrase(), keys(Set.of(task))));
    }
  }

  /// The constant that `value` names, whatever its case.
  static <E extends Enum<E>> Optional<E> constant(Class<E> words, String value) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().replace('_', '-').equalsIgnoreCase(value))
        .findFirst();
  }

  private static String keys(Set<Task> tasks) {
    return Arrays.stream(values())
        .filter(setting -> setting.tasks.stream().anyMatch(tasks::contains))
        .map(Setting::key)
        .collect(Collectors.joining(", "));
  }

  private static Rule whole(int least, int most) {
    return new Rule(
        "a whole number from %d to %d".formatted(least, most),
        value ->
            value.matches("[0-9]{1,9}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most);
  }

  private static Rule number(float least, float most) {
    return new Rule(
        "a number from %s to %s".formatted(plain(least), plain(most)),
        value -> {
          try {
            float number = Float.parseFloat(value);
            return number >= least && number <= most;
          } catch (NumberFormatException e) {
            return false;
          }
        });
  }

  private static <E extends Enum<E>> Rule word(Class<E> words) {
    return new Rule(
        Arrays.stream(words.getEnumConstants())
            .map(word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining(" or ")),
        value -> constant(words, value).isPresent());
  }

  private static Rule names() {
    return new Rule("names with commas between them", value -> !value.replace(",", "").isBlank());
  }

  private static Rule text() {
    return new Rule("a name", value -> !value.isBlank());
  }

  private static String plain(float number) {
    return number == Math.rint(number) ? Integer.toString((int) number) : Float.toString(number);
  }
}
