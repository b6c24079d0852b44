package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.pytorch.Instance;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.Tensor;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A `torch.nn.Module` of a checkpoint and the path at which it was found, such as `model.9.cv1`.
///
/// The file is not trusted: whatever is not there, or is not what it should be, is refused by a
/// sentence that begins with the path.
final class TorchModule {
  /// Deeper than any network: YOLO11 nests seven modules.
  private static final int DEEPEST = 24;

  private static final Pattern NAME = Pattern.compile("\\w{1,64}");

  private static final Pattern CLASS =
      Pattern.compile("(torch\\.nn|ultralytics\\.nn|(?:yolov5\\.)?models)\\.(?:\\w+\\.)*(\\w+)");

  private final String path;
  private final Instance instance;
  private final int depth;

  private TorchModule(String path, Instance instance, int depth) {
    this.path = path;
    this.instance = instance;
    this.depth = depth;
  }

  /// The whole network; its parts are named from there.
  static TorchModule root(Instance instance) {
    return new TorchModule("", instance, 0);
  }

  /// Where it is; empty for the whole network.
  String path() {
    return path;
  }

  /// The full name of its class.
  String type() {
    return instance.type();
  }

  /// The name by which a class is known here: that of a class of Ultralytics or YOLOv5 without its
  /// Python module, one of PyTorch with `nn.` before it, any other in full.
  String kind() {
    var matcher = CLASS.matcher(type());
    if (!matcher.matches()) {
      return type();
    }
    return (matcher.group(1).equals("torch.nn") ? "nn." : "") + matcher.group(2);
  }

  /// Whether it is of YOLOv5's own repository, not of the later Ultralytics package.
  boolean isOfYoloV5() {
    return type().startsWith("models.") || type().startsWith("yolov5.");
  }

  /// A part that has to be there.
  TorchModule child(String name) throws ModelImportException {
    return find(name).orElseThrow(() -> refusal("has no part " + name));
  }

  /// A part that may be missing.
  Optional<TorchModule> find(String name) throws ModelImportException {
    Optional<Value> part = table("_modules").get(name);
    if (part.isEmpty() || part.get() instanceof Value.None) {
      return Optional.empty();
    }
    return Optional.of(part(name, part.get()));
  }

  /// All parts in their order, as those of a `Sequential` or `ModuleList`.
  List<TorchModule> children() throws ModelImportException {
    List<TorchModule> children = new ArrayList<>();
    for (Map.Entry<Value, Value> entry : table("_modules").entries()) {
      if (!(entry.getKey() instanceof Value.Text(String name))) {
        throw refusal("has a part without a name");
      }
      children.add(part(name, entry.getValue()));
    }
    return children;
  }

  private TorchModule part(String name, Value value) throws ModelImportException {
    if (!NAME.matcher(name).matches()) {
      throw refusal("has a part whose name is no name");
    }
    if (!(value instanceof Instance part)) {
      throw refusal("has a part %s that is no module".formatted(name));
    }
    if (depth == DEEPEST) {
      throw refusal("is nested too deeply");
    }
    return new TorchModule(path.isEmpty() ? name : path + "." + name, part, depth + 1);
  }

  /// A parameter, a buffer, or a tensor that is a plain attribute, which has to be there.
  Tensor tensor(String name) throws ModelImportException {
    for (Optional<Value> place :
        List.of(table("_parameters").get(name), table("_buffers").get(name), instance.get(name))) {
      if (place.isPresent() && place.get() instanceof Tensor tensor) {
        return tensor;
      }
    }
    throw refusal("has no tensor " + name);
  }

  /// A parameter that may be `None`, as PyTorch keeps one that a module does without.
  Optional<Tensor> parameter(String name) throws ModelImportException {
    return switch (table("_parameters").get(name).orElse(null)) {
      case Tensor tensor -> Optional.of(tensor);
      case Value.None() -> Optional.empty();
      case null, default -> throw refusal("has no parameter " + name);
    };
  }

  /// The numbers of a tensor that has to be there, and to have that many, all of them finite.
  float[] numbers(String name, long count) throws ModelImportException {
    Tensor tensor = tensor(name);
    if (tensor.count() != count) {
      throw refusal("has %d numbers in %s instead of %d".formatted(tensor.count(), name, count));
    }
    float[] numbers = tensor.floats();
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw refusal("has a number in %s that is %s".formatted(name, number));
      }
    }
    return numbers;
  }

  /// An attribute as it is in the file.
  Optional<Value> attribute(String name) {
    return instance.get(name);
  }

  /// A whole number, which has to be there and within bounds.
  int whole(String name, int least, int most) throws ModelImportException {
    OptionalInt number = Pair.whole(required(name));
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      throw unusable(name);
    }
    return number.getAsInt();
  }

  /// One whole number for both axes, or one for each, within bounds.
  Pair pair(String name, int least, int most) throws ModelImportException {
    Pair pair = Pair.of(required(name)).orElseThrow(() -> unusable(name));
    if (!pair.isWithin(least, most)) {
      throw unusable(name);
    }
    return pair;
  }

  /// A finite number, which has to be there.
  double number(String name) throws ModelImportException {
    if (required(name) instanceof Value.Real(double number) && Double.isFinite(number)) {
      return number;
    }
    throw unusable(name);
  }

  /// `True` or `False`, which Python may have kept as 1, 0 or `None`; the latter where there is no
  /// such attribute.
  boolean flag(String name) throws ModelImportException {
    return switch (attribute(name).orElse(new Value.None())) {
      case Value.Truth(boolean flag) -> flag;
      case Value.Whole(var number) -> number.signum() != 0;
      case Value.None() -> false;
      default -> throw unusable(name);
    };
  }

  /// That the module cannot be converted.
  ///
  /// @param what follows its path: "has no ..."
  ModelImportException refusal(String what) {
    return new ModelImportException((path.isEmpty() ? "the network" : path) + " " + what);
  }

  /// That an attribute holds something that the module cannot have.
  ModelImportException unusable(String attribute) {
    return refusal("has an unusable attribute " + attribute);
  }

  private Value required(String name) throws ModelImportException {
    return attribute(name).orElseThrow(() -> refusal("has no attribute " + name));
  }

  private Table table(String name) throws ModelImportException {
    if (instance.get(name).orElse(null) instanceof Table table) {
      return table;
    }
    throw refusal("is no module: it has no " + name);
  }

  @Override
  public String toString() {
    return path;
  }
}
