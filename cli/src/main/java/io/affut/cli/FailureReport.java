package io.affut.cli;

import io.affut.bindings.library.NativeException;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.PackageClientException;
import io.affut.engine.model.ModelException;
import io.affut.engine.pipeline.DeviceUnavailableException;
import io.affut.engine.results.OutputException;

/// What ended a command: a sentence for the user and the exit status.
record FailureReport(String sentence, int exitCode) {

  static FailureReport of(Throwable failure) {
    return switch (failure) {
      case UsageException e -> new FailureReport(e.getMessage(), ExitCode.WRONG_USAGE);
      case NativeLibraryException e -> new FailureReport(e.getMessage(), ExitCode.NATIVE_LIBRARY);
      case ModelException e -> new FailureReport(e.getMessage(), ExitCode.MODEL);
      case DeviceUnavailableException e -> new FailureReport(e.getMessage(), ExitCode.DEVICE);
      case OutputException e -> new FailureReport(e.getMessage(), ExitCode.OUTPUT);
      case PackageClientException e -> new FailureReport(e.getMessage(), ExitCode.SOME_FAILED);
      case NativeException e -> ours(e.getMessage());
      default -> ours(failure.toString());
    };
  }

  private static FailureReport ours(String what) {
    return new FailureReport(
        "This is an error of Affût, please report it with what --verbose shows: " + what,
        ExitCode.OURS);
  }
}
