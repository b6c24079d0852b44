package io.affut.cli;

import io.affut.bindings.library.NativeException;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.PackageClientException;
import io.affut.engine.given.BoxFileException;
import io.affut.engine.install.SettingException;
import io.affut.engine.model.ModelException;
import io.affut.engine.pipeline.DeviceUnavailableException;
import io.affut.engine.results.OutputException;
import io.affut.engine.species.LabelSettingException;
import io.affut.engine.species.UnreadableResultsException;

/// What ended a command: a sentence for the user, with advice in further lines where there is much
/// to say, and the exit status.
record FailureReport(String sentence, int exitCode) {
  /// Ends what ends in a word with a full stop.
  FailureReport {
    boolean ended =
        sentence.isEmpty() || !Character.isLetterOrDigit(sentence.charAt(sentence.length() - 1));
    sentence = ended ? sentence : sentence + ".";
  }

  static FailureReport of(Throwable failure) {
    return switch (failure) {
      case UsageException _,
          LabelSettingException _,
          UnreadableResultsException _,
          BoxFileException _,
          SettingException _ ->
          new FailureReport(line(failure), ExitCode.WRONG_USAGE);
      case NativeLibraryException e -> new FailureReport(e.getMessage(), ExitCode.NATIVE_LIBRARY);
      case ModelException e -> new FailureReport(e.getMessage(), ExitCode.MODEL);
      case DeviceUnavailableException e -> new FailureReport(e.getMessage(), ExitCode.DEVICE);
      case OutputException e -> new FailureReport(line(e), ExitCode.OUTPUT);
      case PackageClientException e -> new FailureReport(e.getMessage(), ExitCode.SOME_FAILED);
      case NativeException e -> ours(e.getMessage());
      default -> ours(failure.toString());
    };
  }

  /// One line, whatever the names of files in it hold.
  private static String line(Throwable failure) {
    return Messages.printable(failure.getMessage());
  }

  private static FailureReport ours(String what) {
    return new FailureReport(
        "This is an error of Affût, please report it with what --verbose shows: " + what,
        ExitCode.OURS);
  }
}
