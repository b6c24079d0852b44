package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.PackageClientException;
import io.affut.engine.model.ModelException;
import io.affut.engine.pipeline.DeviceUnavailableException;
import io.affut.engine.results.OutputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which exit code each kind of failure has, and what the user reads.
class FailureReportTest {

  @Test
  void eachKindHasItsExitCode() {
    assertThat(code(new UsageException("Why?"))).isEqualTo(2);
    assertThat(code(new NativeLibraryException("OpenVINO", "It is missing.", List.of(), "")))
        .isEqualTo(3);
    assertThat(code(new ModelException("It is damaged."))).isEqualTo(4);
    assertThat(code(new DeviceUnavailableException("It is not there."))).isEqualTo(5);
    assertThat(code(new OutputException("The disk is full."))).isEqualTo(6);
    assertThat(code(new PackageClientException("There is no pip."))).isEqualTo(1);
    assertThat(code(new IllegalStateException("a slip"))).isEqualTo(70);
    assertThat(code(new OutOfMemoryError())).isEqualTo(70);
  }

  @Test
  void anErrorOfOursAsksForAReport() {
    assertThat(FailureReport.of(new IllegalStateException("a slip")).sentence())
        .contains("please report it", "--verbose")
        .endsWith("java.lang.IllegalStateException: a slip.");
  }

  @Test
  void aSentenceEndsWithAFullStop() {
    assertThat(new FailureReport("It has no output a/b", 4).sentence())
        .isEqualTo("It has no output a/b.");
    assertThat(new FailureReport("It is missing. Why?", 4).sentence())
        .isEqualTo("It is missing. Why?");
    assertThat(new FailureReport("", 4).sentence()).isEmpty();
  }

  @Test
  void aNameCannotBreakTheSentence() {
    assertThat(FailureReport.of(new OutputException("a\nb.json exists already.")).sentence())
        .isEqualTo("a\\nb.json exists already.");
  }

  private static int code(Throwable failure) {
    return FailureReport.of(failure).exitCode();
  }
}
