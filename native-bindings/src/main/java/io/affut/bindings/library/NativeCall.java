package io.affut.bindings.library;

/// What the raw classes have in common: how a call of a native function ends that did not come to
/// C.
public final class NativeCall {
  private NativeCall() {}

  /// What a call may throw before it reaches C (a closed segment, a wrong thread) goes on as it is.
  ///
  /// @return does not: it throws
  public static Error unexpected(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(thrown);
    }
  }
}
