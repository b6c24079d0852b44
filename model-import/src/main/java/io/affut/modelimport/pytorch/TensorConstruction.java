package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tensors and their storages, as the functions of PyTorch's `torch/_utils.py` would rebuild them.
final class TensorConstruction {
  private final TorchArchive archive;
  private final Map<String, Storage> storages = new HashMap<>();

  TensorConstruction(TorchArchive archive) {
    this.archive = archive;
  }

  /// The storage that a persistent id stands for, as a tensor of one axis.
  ///
  /// @param id `("storage", type, key, device, number of elements)`
  Tensor storage(Value id) throws ModelImportException, Refusal {
    if (!(id instanceof Items items
        && items.values().size() == 5
        && items.values().get(0) instanceof Value.Text(String kind)
        && kind.equals("storage")
        && items.values().get(1) instanceof GlobalName type
        && items.values().get(2) instanceof Value.Text(String key)
        && items.values().get(4) instanceof Value.Whole count)) {
      throw new Refusal("its pickle names a storage in a way that is not known");
    }
    ScalarType elements = ScalarTypes.ofStorage(type);
    long stored = whole(count);
    if (stored < 0 || stored > Long.MAX_VALUE / elements.bytes()) {
      throw new Refusal("a storage of %d elements is impossible".formatted(stored));
    }
    long bytes = stored * elements.bytes();
    Storage storage = storages.get(key);
    if (storage == null || storage.bytes() < bytes) {
      storage = archive.storage(key, bytes);
      storages.put(key, storage);
    }
    return new Tensor(elements, storage, StridedView.whole(stored));
  }

  /// In place of a call of one of PyTorch's functions.
  Tensor call(GlobalName function, List<Value> arguments) throws Refusal {
    return switch (Globals.role(function)) {
      case TENSOR -> tensor(function, arguments, false);
      case TYPED_TENSOR -> tensor(function, arguments, true);
      case PARAMETER -> {
        if (!arguments.isEmpty() && arguments.getFirst() instanceof Tensor tensor) {
          yield tensor;
        }
        throw Refusal.ofArguments(function);
      }
      case CLASSED_TENSOR -> {
        if (arguments.size() == 4
            && arguments.get(0) instanceof GlobalName inner
            && Globals.role(inner) != Role.CLASSED_TENSOR
            && arguments.get(2) instanceof Items innerArguments) {
          yield call(inner, innerArguments.values());
        }
        throw Refusal.ofArguments(function);
      }
      default -> throw Refusal.ofArguments(function);
    };
  }

  private static Tensor tensor(GlobalName function, List<Value> arguments, boolean typed)
      throws Refusal {
    if (arguments.size() < (typed ? 7 : 4)
        || !(arguments.get(0) instanceof Tensor storage)
        || !(arguments.get(1) instanceof Value.Whole offset)) {
      throw Refusal.ofArguments(function);
    }
    ScalarType type = storage.type();
    if (typed) {
      if (!(arguments.get(6) instanceof GlobalName name)) {
        throw Refusal.ofArguments(function);
      }
      type = ScalarTypes.named(name);
    }
    long stored = storage.storage().bytes() / type.bytes();
    StridedView view =
        StridedView.of(
            stored,
            whole(offset),
            wholes(function, arguments.get(2)),
            wholes(function, arguments.get(3)));
    return new Tensor(type, storage.storage(), view);
  }

  private static long[] wholes(GlobalName function, Value value) throws Refusal {
    if (!(value instanceof Items items) || items.values().size() > StridedView.MOST_AXES) {
      throw Refusal.ofArguments(function);
    }
    long[] wholes = new long[items.values().size()];
    for (int i = 0; i < wholes.length; i++) {
      if (!(items.values().get(i) instanceof Value.Whole whole)) {
        throw Refusal.ofArguments(function);
      }
      wholes[i] = whole(whole);
    }
    return wholes;
  }

  private static long whole(Value.Whole whole) throws Refusal {
    if (whole.value().bitLength() >= Long.SIZE) {
      throw new Refusal("a tensor is larger than any file");
    }
    return whole.value().longValue();
  }
}
