package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path steps;

  private void step(String name, int status, String json) throws Exception {
    Files.writeString(steps.resolve(name + ".status"), status + " 7\n");
    if (!json.isEmpty()) {
      Files.writeString(steps.resolve(name + ".json"), json);
    }
  }

  private String report(int status, String plan, String... more) throws Exception {
    String[] step = {
      "report",
      "out=" + steps.resolve("report-out.json"),
      "markdown=" + steps.resolve("report.md"),
      "steps=" + steps,
      "plan=" + plan,
      "date=2026-11-27"
    };
    String[] all = Arrays.copyOf(step, step.length + more.length);
    System.arraycopy(more, 0, all, step.length, more.length);
    assertThat(VerifyStep.run(all)).isEqualTo(status);
    return Files.readString(steps.resolve("report.md"));
  }

  private static String speed(String what, String batch, double speed) {
    return """
    {"asked": {"what": "%s", "model": "yolo", "precision": "f16", "batch": "%s"},
     "pictures_a_second": %s}
    """
        .formatted(what, batch, speed);
  }

  @Test
  void whatWasNotRunIsSaidSo() throws Exception {
    step("doctor", 0, "");
    String text = report(1, "doctor,machine,soak");
    assertThat(text)
        .contains("| doctor | passed | 7 |  |")
        .contains("| machine | not run | 0 |  |")
        .contains("| soak | not run | 0 |  |")
        .contains("# Affût on an unknown GPU");
  }

  @Test
  void everyWayToEndHasItsWord() throws Exception {
    step("a", 1, "");
    step("b", 5, "{\"error\": \"There is no GPU here.\\n  Install a driver.\"}");
    step("c", 124, "");
    step("d", 139, "");
    step("e", 70, "{\"error\": \"java.lang.IllegalStateException: closed\"}");
    step("f", 3, "");
    Files.writeString(steps.resolve("d.log"), "SIGSEGV\nCore dump\n\n");
    assertThat(report(1, "a,b,c,d,e,f"))
        .contains("| a | **failed** | 7 |  |")
        .contains("| b | **no device** | 7 | There is no GPU here. Install a driver. |")
        .contains("| c | **ended after its time** | 7 |  |")
        .contains("| d | **the process was ended by a signal** | 7 | Core dump |")
        .contains("| e | **broke off** (70) | 7 | java.lang.IllegalStateException: closed |")
        .contains("| f | not run | 7 |  |");
  }

  @Test
  void theMachineIsDescribed() throws Exception {
    step(
        "machine",
        0,
        """
        {"processor": "Xeon", "cores": 16, "driver": "for CUDA 13.1", "libraries": {"cuda": "13.1.80"},
         "gpus": [{"name": "NVIDIA H100", "compute_capability": "9.0", "multiprocessors": 132,
                   "memory": 85899345920}]}
        """);
    assertThat(report(0, "machine"))
        .startsWith(
            "# Affût on NVIDIA H100 (compute capability 9.0, 132 multiprocessors, 80 GiB)\n")
        .contains("| processor | Xeon |", "| cores | 16 |", "| cuda | 13.1.80 |")
        .doesNotContain("There was no GPU");
  }

  @Test
  void aStandInIsNeverTakenForAGpu() throws Exception {
    step("machine", 0, "{}");
    assertThat(report(0, "machine", "stand_in=yes")).contains("**There was no GPU.**");
    assertThat(Files.readString(steps.resolve("report-out.json"))).contains("\"gpu\" : false");
  }

  @Test
  void theWholeWayIsSeenBesideTheSlowestStageAlone() throws Exception {
    step("bench-decode", 0, speed("decode", "", 1200));
    step("bench-detector-1", 0, speed("detector", "1", 900));
    step("bench-detector-8", 0, speed("detector", "8", 1500));
    step("bench-whole", 0, speed("whole", "", 1080));
    String text =
        report(0, "bench-decode,bench-detector-1,bench-detector-8,bench-whole,bench-decode");
    assertThat(text)
        .contains("| bench-whole | whole | yolo | f16 | its own | 1080.0 | passed |")
        .contains("`bench-whole` is at 90 % of the slowest stage alone.");
  }

  @Test
  void withoutAStageAloneThereIsNoShare() throws Exception {
    step("bench-decode", 0, speed("decode", "", 1200));
    step("bench-detector-8", 1, speed("detector", "8", 1500));
    step("bench-whole", 0, speed("whole", "", 1080));
    assertThat(report(1, "bench-decode,bench-detector-8,bench-whole"))
        .doesNotContain("of the slowest stage");
  }

  @Test
  void peersAreListedWithTheReasonOfThoseThatDidNotRun() throws Exception {
    step(
        "peers",
        0,
        """
        {"peers": [{"peer": "ONNX Runtime", "version": "1.2", "what": "detector", "precision": "f32",
                    "batch": 8, "pictures_a_second": 812.25},
                   {"peer": "PyTorch", "error": "No module named torch"}]}
        """);
    assertThat(report(0, "peers"))
        .contains("| ONNX Runtime | 1.2 | detector | f32 | 8 | 812.3 |")
        .contains("| PyTorch |  |  |  |  | not run: No module named torch |");
  }
}
