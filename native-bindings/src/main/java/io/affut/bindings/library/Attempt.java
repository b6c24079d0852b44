package io.affut.bindings.library;

/// One step of the search for a library.
///
/// @param place where it was looked for, such as `--native-dir /opt/openvino`
/// @param served whether the library was found there and loads
/// @param reason what was found, or why it did not serve; may have several lines
public record Attempt(String place, boolean served, String reason) {
  /// `place: reason`, further lines indented.
  @Override
  public String toString() {
    return place + ": " + reason.replace("\n", "\n    ");
  }
}
