package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// What a pickle would make by calling a class or function, made as data instead.
final class Construction {
  /// How protocol 2 says that a text stands for bytes.
  private static final Set<String> LATIN_1 = Set.of("latin1", "latin-1");

  private final TensorConstruction tensors;
  private final Budget budget;

  Construction(TensorConstruction tensors, Budget budget) {
    this.tensors = tensors;
    this.budget = budget;
  }

  /// In place of a call of a class or function.
  Value call(Value callable, List<Value> arguments) throws ModelImportException, Refusal {
    if (callable instanceof Opaque opaque) {
      return opaque;
    }
    if (!(callable instanceof GlobalName global)) {
      throw new Refusal("its pickle calls something that is no class or function");
    }
    budget.steps(arguments.size());
    return switch (Globals.role(global)) {
      case TABLE -> table(global, arguments);
      case TABLE_WITH_DEFAULT -> table(global, withoutFirst(arguments));
      case LIST -> items(Items.Kind.LIST, global, arguments);
      case TUPLE -> items(Items.Kind.TUPLE, global, arguments);
      case SET -> items(Items.Kind.SET, global, arguments);
      case FROZENSET -> items(Items.Kind.FROZENSET, global, arguments);
      case BYTES -> bytes(global, arguments);
      case TEXT_AS_BYTES -> encoded(global, arguments);
      case TENSOR, TYPED_TENSOR, CLASSED_TENSOR, PARAMETER -> tensors.call(global, arguments);
      case RECONSTRUCTED -> reconstructed(global, arguments);
      case ATTRIBUTE -> attribute(global, arguments);
      case INSTANCE -> new Instance(global.name(), arguments);
      case OPAQUE -> new Opaque(global.name());
    };
  }

  private Table table(GlobalName global, List<Value> arguments) throws Refusal {
    Table table = new Table();
    if (arguments.size() > 1) {
      throw Refusal.ofArguments(global);
    }
    for (Value argument : arguments) {
      switch (argument) {
        case Table other -> {
          budget.steps(other.size());
          table.putAll(other);
        }
        case Items pairs -> {
          budget.steps(pairs.values().size());
          for (Value pair : pairs.values()) {
            if (!(pair instanceof Items two && two.values().size() == 2)) {
              throw Refusal.ofArguments(global);
            }
            table.put(two.values().getFirst(), two.values().getLast());
          }
        }
        default -> throw Refusal.ofArguments(global);
      }
    }
    return table;
  }

  /// @param arguments none, or what is iterated over, and for a `deque` its largest length
  private Items items(Items.Kind kind, GlobalName global, List<Value> arguments) throws Refusal {
    if (arguments.isEmpty()) {
      return new Items(kind, List.of());
    }
    if (!(arguments.getFirst() instanceof Items items)) {
      throw Refusal.ofArguments(global);
    }
    budget.steps(items.values().size());
    return new Items(kind, items.values());
  }

  private Value bytes(GlobalName global, List<Value> arguments) throws Refusal {
    if (arguments.isEmpty()) {
      return new Value.Bytes(ByteBuffer.allocate(0));
    }
    return arguments.getFirst() instanceof Value.Bytes bytes ? bytes : encoded(global, arguments);
  }

  private Value encoded(GlobalName global, List<Value> arguments) throws Refusal {
    if (arguments.size() == 2
        && arguments.get(0) instanceof Value.Text(String text)
        && arguments.get(1) instanceof Value.Text(String charset)
        && LATIN_1.contains(charset)) {
      budget.bytes(text.length());
      try {
        CharBuffer characters = CharBuffer.wrap(text);
        return new Value.Bytes(StandardCharsets.ISO_8859_1.newEncoder().encode(characters));
      } catch (CharacterCodingException e) {
        throw new Refusal("its pickle has bytes that are none", e);
      }
    }
    throw Refusal.ofArguments(global);
  }

  private Value reconstructed(GlobalName global, List<Value> arguments)
      throws ModelImportException, Refusal {
    if (arguments.size() != 3) {
      throw Refusal.ofArguments(global);
    }
    boolean plain = arguments.get(1).equals(new GlobalName("builtins.object"));
    return call(arguments.get(0), plain ? List.of() : arguments.subList(1, 3));
  }

  private static Value attribute(GlobalName global, List<Value> arguments) throws Refusal {
    if (arguments.size() != 2 || !(arguments.get(1) instanceof Value.Text(String name))) {
      throw Refusal.ofArguments(global);
    }
    return switch (arguments.get(0)) {
      case GlobalName owner -> Globals.attribute(owner, name);
      case Opaque opaque -> opaque;
      default -> new Instance(global.name(), arguments);
    };
  }

  private static List<Value> withoutFirst(List<Value> arguments) {
    return arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
  }
}
