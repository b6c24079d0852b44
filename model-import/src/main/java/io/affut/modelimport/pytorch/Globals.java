package io.affut.modelimport.pytorch;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The names that a checkpoint may use: the whole list. None of them is ever looked up or run.
final class Globals {
  private static final int LONGEST = 512;

  private static final Map<String, Role> NAMES =
      Map.ofEntries(
          entry("collections.OrderedDict", Role.TABLE),
          entry("collections.Counter", Role.TABLE),
          entry("collections.defaultdict", Role.TABLE_WITH_DEFAULT),
          entry("collections.deque", Role.LIST),
          entry("builtins.dict", Role.TABLE),
          entry("builtins.list", Role.LIST),
          entry("builtins.tuple", Role.TUPLE),
          entry("torch.Size", Role.TUPLE),
          entry("builtins.set", Role.SET),
          entry("builtins.frozenset", Role.FROZENSET),
          entry("builtins.bytes", Role.BYTES),
          entry("builtins.bytearray", Role.BYTES),
          entry("_codecs.encode", Role.TEXT_AS_BYTES),
          entry("torch._utils._rebuild_tensor", Role.TENSOR),
          entry("torch._utils._rebuild_tensor_v2", Role.TENSOR),
          entry("torch._utils._rebuild_tensor_v3", Role.TYPED_TENSOR),
          entry("torch._utils._rebuild_parameter", Role.PARAMETER),
          entry("torch._utils._rebuild_parameter_with_state", Role.PARAMETER),
          entry("torch._tensor._rebuild_from_type_v2", Role.CLASSED_TENSOR),
          entry("copyreg._reconstructor", Role.RECONSTRUCTED),
          entry("builtins.getattr", Role.ATTRIBUTE),
          entry("functools.partial", Role.OPAQUE));

  /// Objects with nothing but data, and classes that are only named.
  private static final Set<String> INSTANCES =
      Set.of(
          "argparse.Namespace",
          "types.SimpleNamespace",
          "datetime.date",
          "datetime.datetime",
          "datetime.time",
          "datetime.timedelta",
          "datetime.timezone",
          "builtins.bool",
          "builtins.complex",
          "builtins.float",
          "builtins.int",
          "builtins.object",
          "builtins.range",
          "builtins.slice",
          "builtins.str",
          "numpy.dtype",
          "numpy.ndarray",
          "torch.Tensor",
          "torch.device",
          "torch.serialization._get_layout",
          "torch.storage.TypedStorage",
          "torch.storage._TypedStorage");

  private static final Pattern PATH =
      Pattern.compile("pathlib\\.(_local\\.)?(Pure)?(Posix|Windows)?Path");

  /// The functions with which NumPy rebuilds an array or a number, in `numpy.core` and, since NumPy
  /// 2, `numpy._core`.
  private static final Pattern NUMPY_FUNCTION =
      Pattern.compile(
          "numpy\\._?core\\.(multiarray\\.(scalar|_reconstruct)|numeric\\._frombuffer)");

  private static final Pattern NUMPY_TYPE =
      Pattern.compile(
          "numpy\\.(bool_?|u?int(8|16|32|64)|float(16|32|64)|str_|bytes_"
              + "|dtypes\\.[A-Za-z0-9]+DType)");

  /// PyTorch's element types, storages and layouts.
  private static final Pattern TORCH_NAME =
      Pattern.compile(
          "torch\\.((storage\\.)?UntypedStorage|[A-Z][A-Za-z0-9]*Storage"
              + "|u?int(8|16|32|64)|b?float(16|32|64)|bool|half|double|long"
              + "|strided|contiguous_format|preserve_format|channels_last)");

  /// Packages whose classes networks consist of.
  private static final Pattern NETWORK_PART =
      Pattern.compile(
          "(torch\\.(nn|_C\\._nn)|ultralytics|models\\.(yolo|common|experimental)|utils|yolov5)\\..+");

  /// Packages whose objects checkpoints carry along.
  private static final Pattern CARRIED_ALONG =
      Pattern.compile("(torchvision|timm|PIL|albumentations|torch\\.optim)\\..+");

  /// Classes within modules; a function of a module that a module imports is not reached so.
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile("(_*\\p{Lu}\\w*\\.)*\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern MODULE =
      Pattern.compile("\\w+(\\.\\w+)*", Pattern.UNICODE_CHARACTER_CLASS);

  /// What protocol 2 calls by its name in Python 2.
  private static final Map<String, String> PYTHON_2 =
      Map.of("long", "int", "unicode", "str", "xrange", "range");

  private Globals() {}

  /// A name that a pickle loads.
  ///
  /// @param module in Python 3's or Python 2's spelling
  /// @param name within the module; with dots for a class in a class
  static GlobalName named(String module, String name) throws Refusal {
    String full = module + "." + name;
    if (full.length() > LONGEST
        || !MODULE.matcher(module).matches()
        || !QUALIFIED_NAME.matcher(name).matches()) {
      throw refused(full);
    }
    GlobalName global =
        switch (module) {
          case "__builtin__" -> new GlobalName("builtins." + PYTHON_2.getOrDefault(name, name));
          case "copy_reg" -> new GlobalName("copyreg." + name);
          default -> new GlobalName(full);
        };
    try {
      role(global);
    } catch (Refusal e) {
      throw refused(full);
    }
    return global;
  }

  /// What is behind a class, such as a constant of an enumeration.
  static GlobalName attribute(GlobalName owner, String name) throws Refusal {
    int dot = owner.name().lastIndexOf('.');
    return named(owner.name().substring(0, dot), owner.name().substring(dot + 1) + "." + name);
  }

  /// What a name stands for; a name that is not on the list is refused.
  static Role role(GlobalName global) throws Refusal {
    String name = global.name();
    Role role = NAMES.get(name);
    if (role != null) {
      return role;
    }
    if (INSTANCES.contains(name)
        || PATH.matcher(name).matches()
        || NUMPY_FUNCTION.matcher(name).matches()
        || NUMPY_TYPE.matcher(name).matches()
        || TORCH_NAME.matcher(name).matches()
        || NETWORK_PART.matcher(name).matches()) {
      return Role.INSTANCE;
    }
    if (CARRIED_ALONG.matcher(name).matches()) {
      return Role.OPAQUE;
    }
    throw refused(name);
  }

  private static Refusal refused(String name) {
    return new Refusal(
        "it asks for "
            + Refusal.shown(name)
            + ", which is not on the list of what is read as data; nothing of it was run, and if you"
            + " trust its maker, ask for a file with the weights alone");
  }
}
