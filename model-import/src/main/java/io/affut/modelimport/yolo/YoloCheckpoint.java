package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.pytorch.Instance;
import io.affut.modelimport.pytorch.Items;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a checkpoint of YOLOv5's repository or of Ultralytics' package holds beside weights.
///
/// @param root of the file
/// @param network the trained network
record YoloCheckpoint(Value root, TorchModule network) {
  private static final int LONGEST_TEXT = 200;
  private static final int LARGEST_PICTURE = 1 << 14;

  /// Controls, what steers the direction of writing, breaks of lines, and halves of characters.
  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

  /// Finds the network; `ema`, its moving average, is the better one where it is there.
  static Optional<YoloCheckpoint> of(Value root) {
    return Stream.of(field(root, "ema"), field(root, "model"), Optional.of(root))
        .flatMap(Optional::stream)
        .filter(Instance.class::isInstance)
        .map(instance -> TorchModule.root((Instance) instance))
        .filter(module -> module.isOfYoloV5() || module.type().startsWith("ultralytics."))
        .findFirst()
        .map(network -> new YoloCheckpoint(root, network));
  }

  /// The names of its classes, in their order.
  List<String> classes(int count) throws ModelImportException {
    TreeMap<Integer, String> names = new TreeMap<>();
    Value value = network.attribute("names").orElse(new Value.None());
    if (value instanceof Items items) {
      for (Value name : items.values()) {
        names.put(names.size(), name(name));
      }
    } else if (value instanceof Table table) {
      for (Map.Entry<Value, Value> entry : table.entries()) {
        OptionalInt index = Pair.whole(entry.getKey());
        names.put(index.orElseThrow(() -> network.unusable("names")), name(entry.getValue()));
      }
    }
    if (names.size() != count || names.firstKey() != 0 || names.lastKey() != count - 1) {
      throw network.refusal(
          "has names for %d classes, but tells %d apart; set its names in PyTorch and save it again"
              .formatted(names.size(), count));
    }
    return new ArrayList<>(names.values());
  }

  /// The longer side of the pictures that it was trained with, made a multiple of `stride`; where
  /// the file does not say it either, YOLOv5's own for networks with and without a stride of 64.
  ///
  /// @param given by the user
  int imageSize(OptionalInt given, int stride) {
    int said = given.isPresent() ? given.getAsInt() : imageSize().orElse(stride > 32 ? 1280 : 640);
    return Math.ceilDiv(said, stride) * stride;
  }

  private OptionalInt imageSize() {
    return Stream.of(
            field(root, "train_args"),
            network.attribute("args"),
            field(root, "args"),
            field(root, "opt"))
        .flatMap(Optional::stream)
        .flatMap(arguments -> field(arguments, "imgsz").stream())
        .flatMap(size -> Pair.of(size).stream())
        .filter(size -> size.isWithin(1, LARGEST_PICTURE))
        .mapToInt(size -> Math.max(size.vertical(), size.horizontal()))
        .findFirst();
  }

  /// The licence in the words of the file.
  Optional<String> licence() {
    return text("license");
  }

  /// The version of the program that trained it, and the date.
  Optional<String> version() {
    String all =
        Stream.of(text("version"), text("date"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private Optional<String> text(String key) {
    return field(root, key)
        .flatMap(value ->
            value instanceof Value.Text(String text) ? Optional.of(line(text)) : Optional.empty())
        .filter(text -> !text.isEmpty());
  }

  private String name(Value value) throws ModelImportException {
    if (value instanceof Value.Text(String text) && !line(text).isEmpty()) {
      return line(text);
    }
    throw network.unusable("names");
  }

  /// A text that can be shown: one line, not too long.
  private static String line(String text) {
    String shown = UNSHOWN.matcher(text).replaceAll(" ").strip();
    return shown.codePointCount(0, shown.length()) <= LONGEST_TEXT
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_TEXT));
  }

  private static Optional<Value> field(Value value, String key) {
    return switch (value) {
      case Table table -> table.get(key);
      case Instance instance -> instance.get(key);
      default -> Optional.empty();
    };
  }
}
