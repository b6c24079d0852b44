package io.affut.testing;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine, and whether its absence skips the test or fails it.
///
/// The system property `affut.require` lists the parts (`fixtures`, `openvino`, `turbojpeg`, `gcc`,
/// `cuda`, `nvrtc`, `tensorrt`) whose absence is a failure. Without it a missing part skips the
/// test, with the reason in the report.
public final class Required {
  private Required() {}

  /// Ends the calling test unless `present`: with a failure where `affut.require` names `part`,
  /// else as skipped.
  ///
  /// @param reason what is missing and how to get it, shown in the report
  public static void present(String part, boolean present, String reason) {
    if (present) {
      return;
    }
    if (isRequired(part)) {
      throw new AssertionError(reason + " (affut.require names " + part + ")");
    }
    Assumptions.abort(reason);
  }

  /// Whether the absence of `part` is a failure.
  public static boolean isRequired(String part) {
    return parts().contains(part);
  }

  private static Set<String> parts() {
    return Arrays.stream(System.getProperty("affut.require", "").split(","))
        .map(String::strip)
        .collect(Collectors.toSet());
  }
}
