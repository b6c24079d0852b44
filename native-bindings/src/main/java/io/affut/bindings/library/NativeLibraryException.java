package io.affut.bindings.library;

import java.util.List;

/// A native library is missing, does not load, or lacks a function that we need.
public final class NativeLibraryException extends NativeException {
  private static final long serialVersionUID = 1L;

  private final String library;
  private final String reason;
  private final String[] attempts; // a list is not serializable by its type
  private final String advice;

  /// @param library the library's title, such as `OpenVINO`
  /// @param reason one clear sentence: what is wrong
  /// @param attempts where it was looked for and why that did not serve, in order; may be empty
  /// @param advice how to get the library; may be empty
  public NativeLibraryException(
      String library, String reason, List<String> attempts, String advice) {
    super(message(reason, attempts, advice), "", 0, "");
    this.library = library;
    this.reason = reason;
    this.attempts = attempts.toArray(String[]::new);
    this.advice = advice;
  }

  /// The title of the library.
  public String library() {
    return library;
  }

  /// What is wrong, in one sentence; the message without attempts and advice.
  public String reason() {
    return reason;
  }

  /// Where it was looked for and why that did not serve, in order.
  public List<String> attempts() {
    return List.of(attempts);
  }

  /// How to get the library; empty where there is nothing to advise.
  public String advice() {
    return advice;
  }

  private static String message(String reason, List<String> attempts, String advice) {
    var text = new StringBuilder(reason);
    attempts.forEach(attempt -> text.append("\n  ").append(attempt));
    if (!advice.isEmpty()) {
      text.append('\n').append(advice);
    }
    return text.toString();
  }
}
