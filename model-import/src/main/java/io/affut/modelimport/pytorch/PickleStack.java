package io.affut.modelimport.pytorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The stack, the marks on it, and the memo of a pickle.
final class PickleStack {
  private final ArrayList<Value> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, Value> memo = new HashMap<>();

  void push(Value value) {
    values.add(value);
  }

  Value pop() throws Refusal {
    return values.remove(top());
  }

  Value peek() throws Refusal {
    return values.get(top());
  }

  void mark() {
    marks.push(values.size());
  }

  /// Whether the topmost is a mark.
  boolean isAtMark() {
    return !marks.isEmpty() && marks.peek() == values.size();
  }

  /// Takes the topmost mark away and all values above it, lowest first.
  List<Value> popToMark() throws Refusal {
    if (marks.isEmpty()) {
      throw new Refusal("its pickle uses a mark that it has not set");
    }
    return popFrom(marks.pop());
  }

  /// Takes the topmost values away, lowest first.
  List<Value> pop(int count) throws Refusal {
    if (values.size() - floor() < count) {
      throw tooFew();
    }
    return popFrom(values.size() - count);
  }

  void remember(long index) throws Refusal {
    if (index < 0) {
      throw new Refusal("its pickle has the memo " + index);
    }
    memo.put(index, peek());
  }

  /// Remembers the topmost value under the next number.
  void remember() throws Refusal {
    remember(memo.size());
  }

  Value recall(long index) throws Refusal {
    Value value = memo.get(index);
    if (value == null) {
      throw new Refusal("its pickle asks for the memo " + index + ", which it has not set");
    }
    return value;
  }

  private List<Value> popFrom(int start) {
    List<Value> top = values.subList(start, values.size());
    List<Value> popped = new ArrayList<>(top);
    top.clear();
    return popped;
  }

  private int top() throws Refusal {
    if (values.size() <= floor()) {
      throw tooFew();
    }
    return values.size() - 1;
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private static Refusal tooFew() {
    return new Refusal("its pickle takes a value where none is");
  }
}
