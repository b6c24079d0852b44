package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a pickle of the protocols 1 to 5 into data. Operations are those of Python's
/// `pickletools.py`; the ones that only protocol 0 has, that need an extension registry or buffers
/// beside the pickle, are refused. Where a class or function would be called, [Construction] says
/// what is there instead.
final class PickleMachine {
  private static final int NEWEST_PROTOCOL = 5;
  private static final int STEPS_OF_A_NAME = 10;
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+L?");

  private final PickleBytes bytes;
  private final PickleStack stack = new PickleStack();
  private final Budget budget = new Budget();
  private final TensorConstruction tensors;
  private final Construction construction;
  private final StateChange change = new StateChange(budget);

  PickleMachine(ByteBuffer pickle, TensorConstruction tensors) {
    this.bytes = new PickleBytes(pickle);
    this.tensors = tensors;
    this.construction = new Construction(tensors, budget);
  }

  /// What the pickle holds.
  Value run() throws ModelImportException, Refusal {
    for (int code = bytes.unsignedByte(); code != '.'; code = bytes.unsignedByte()) {
      budget.steps(1);
      step(code);
    }
    return stack.pop();
  }

  private void step(int code) throws ModelImportException, Refusal {
    switch (code) {
      case 0x80 -> protocol(bytes.unsignedByte()); // PROTO
      case 0x95 -> bytes.signedLong(); // FRAME: how long it is, to read ahead
      case 'N' -> stack.push(new Value.None());
      case 0x88 -> stack.push(new Value.Truth(true)); // NEWTRUE
      case 0x89 -> stack.push(new Value.Truth(false)); // NEWFALSE
      case 'I' -> stack.push(wholeOrTruth(bytes.line()));
      case 'L' -> stack.push(new Value.Whole(decimal(bytes.line())));
      case 'J' -> stack.push(Value.Whole.of(bytes.signedInt()));
      case 'K' -> stack.push(Value.Whole.of(bytes.unsignedByte()));
      case 'M' -> stack.push(Value.Whole.of(bytes.unsignedShort()));
      case 0x8a -> stack.push(new Value.Whole(bytes.whole(bytes.unsignedByte()))); // LONG1
      case 0x8b -> stack.push(new Value.Whole(bytes.whole(bytes.signedInt()))); // LONG4
      case 'G' -> stack.push(new Value.Real(bytes.real()));
      case 'X' -> stack.push(new Value.Text(bytes.text(bytes.unsignedInt())));
      case 0x8c, 'U' -> stack.push(new Value.Text(bytes.text(bytes.unsignedByte())));
      case 0x8d -> stack.push(new Value.Text(bytes.text(bytes.signedLong())));
      case 'T' -> stack.push(new Value.Text(bytes.text(bytes.signedInt())));
      case 'B' -> stack.push(new Value.Bytes(bytes.bytes(bytes.unsignedInt())));
      case 'C' -> stack.push(new Value.Bytes(bytes.bytes(bytes.unsignedByte())));
      case 0x8e, 0x96 -> stack.push(new Value.Bytes(bytes.bytes(bytes.signedLong())));
      case ')' -> stack.push(new Items(Items.Kind.TUPLE, List.of()));
      case 't' -> stack.push(new Items(Items.Kind.TUPLE, stack.popToMark()));
      case 0x85, 0x86, 0x87 -> stack.push(new Items(Items.Kind.TUPLE, stack.pop(code - 0x84)));
      case ']' -> stack.push(new Items(Items.Kind.LIST, List.of()));
      case 'l' -> stack.push(new Items(Items.Kind.LIST, stack.popToMark()));
      case '}' -> stack.push(new Table());
      case 'd' -> {
        List<Value> pairs = stack.popToMark();
        stack.push(new Table());
        change.put(pairs, stack.peek());
      }
      case 0x8f -> stack.push(new Items(Items.Kind.SET, List.of())); // EMPTY_SET
      case 0x91 -> stack.push(new Items(Items.Kind.FROZENSET, stack.popToMark())); // FROZENSET
      case 'a' -> change.add(stack.pop(1), stack.peek());
      case 'e', 0x90 -> change.add(stack.popToMark(), stack.peek()); // APPENDS, ADDITEMS
      case 's' -> change.put(stack.pop(2), stack.peek());
      case 'u' -> change.put(stack.popToMark(), stack.peek());
      case '(' -> stack.mark();
      case '0' -> popOne();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 'q' -> stack.remember(bytes.unsignedByte());
      case 'r' -> stack.remember(bytes.unsignedInt());
      case 0x94 -> stack.remember(); // MEMOIZE
      case 'h' -> stack.push(stack.recall(bytes.unsignedByte()));
      case 'j' -> stack.push(stack.recall(bytes.unsignedInt()));
      case 'c' -> stack.push(named(bytes.line(), bytes.line()));
      case 0x93 -> stack.push(global(stack.pop(2))); // STACK_GLOBAL
      case 'R', 0x81 -> call(stack.pop(2)); // REDUCE, NEWOBJ
      case 0x92 -> callWithKeywords(stack.pop(3)); // NEWOBJ_EX
      case 'o' -> callFirst(stack.popToMark());
      case 'i' ->
          stack.push(construction.call(named(bytes.line(), bytes.line()), stack.popToMark()));
      case 'b' -> change.state(stack.pop(), stack.peek());
      case 'Q' -> stack.push(tensors.storage(stack.pop()));
      default ->
          throw new Refusal(
              "its pickle has the operation 0x%02x at byte %d, which PyTorch does not write"
                  .formatted(code, bytes.position() - 1));
    }
  }

  private static void protocol(int protocol) throws Refusal {
    if (protocol > NEWEST_PROTOCOL) {
      throw new Refusal("its pickle has the protocol " + protocol + ", which is not known");
    }
  }

  /// Protocols before 2 write bools as `00` and `01`.
  private static Value wholeOrTruth(String line) throws Refusal {
    return switch (line) {
      case "00" -> new Value.Truth(false);
      case "01" -> new Value.Truth(true);
      default -> new Value.Whole(decimal(line));
    };
  }

  private static BigInteger decimal(String line) throws Refusal {
    if (!DECIMAL.matcher(line).matches()) {
      throw new Refusal("its pickle has a number that is none: " + Refusal.shown(line));
    }
    return new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
  }

  private void popOne() throws Refusal {
    if (stack.isAtMark()) {
      stack.popToMark();
    } else {
      stack.pop();
    }
  }

  /// A name takes longer than other values, and real pickles remember those that they load.
  private GlobalName named(String module, String name) throws Refusal {
    budget.steps(STEPS_OF_A_NAME);
    return Globals.named(module, name);
  }

  private GlobalName global(List<Value> moduleAndName) throws Refusal {
    if (moduleAndName.get(0) instanceof Value.Text(String module)
        && moduleAndName.get(1) instanceof Value.Text(String name)) {
      return named(module, name);
    }
    throw new Refusal("its pickle loads a name that is no text");
  }

  private void call(List<Value> callableAndArguments) throws ModelImportException, Refusal {
    Value arguments = callableAndArguments.get(1);
    stack.push(construction.call(callableAndArguments.get(0), tuple(arguments)));
  }

  private void callWithKeywords(List<Value> parts) throws ModelImportException, Refusal {
    List<Value> arguments = new ArrayList<>(tuple(parts.get(1)));
    if (parts.get(2) instanceof Table keywords && keywords.size() > 0) {
      arguments.add(keywords);
    }
    stack.push(construction.call(parts.get(0), arguments));
  }

  private void callFirst(List<Value> parts) throws ModelImportException, Refusal {
    if (parts.isEmpty()) {
      throw new Refusal("its pickle makes an object of no class");
    }
    stack.push(construction.call(parts.getFirst(), parts.subList(1, parts.size())));
  }

  private static List<Value> tuple(Value arguments) throws Refusal {
    if (arguments instanceof Items items && items.kind() == Items.Kind.TUPLE) {
      return items.values();
    }
    throw new Refusal("its pickle calls something without a tuple of arguments");
  }
}
