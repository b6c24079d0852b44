package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.bindings.library.CacheFolder;
import io.affut.perf.Installed;
import io.affut.perf.Parts;
import io.affut.testing.Fixtures;
import io.affut.testing.gpu.StandInLibraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `perf/gpu/verify` in a bundle of this build, with stand-ins of NVIDIA's libraries.
class VerifyScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("affut.root"), "perf/gpu/verify");

  @TempDir private Path folder;
  private Path bundle;
  private Path results;
  private Path cache;

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void makeABundle() throws Exception {
    bundle = Files.createDirectory(folder.resolve("affut-gpu"));
    results = folder.resolve("results");
    cache = Files.createDirectory(folder.resolve("cache"));
    Files.copy(SCRIPT, bundle.resolve("verify"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(bundle.resolve("java"), Path.of(System.getProperty("java.home")));
    Files.createDirectory(bundle.resolve("lib"));
    StandInsForVerify.classPath(
        bundle.resolve("lib/everything.jar"), System.getProperty("java.class.path"));
    Files.createDirectory(bundle.resolve("photos"));
  }

  private Path cuda(int devices) throws Exception {
    return StandInLibraries.compile(
        Files.createDirectory(folder.resolve("cuda")), "-DSTANDIN_DEVICES=" + devices);
  }

  private Ended verify(Path cuda, String... options) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> command =
        new ArrayList<>(
            List.of(bundle.resolve("verify").toString(), "--results", results.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AFFUT_CUDA_HOME", cuda.toString());
    builder.environment().put("AFFUT_VERIFY_CACHE", cache.toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void withoutAGpuItSaysSoInOneSentenceAndLeavesNothing() throws Exception {
    Ended ended = verify(cuda(0));
    assertThat(ended.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("There is no GPU here: ")
        .endsWith(".");
    assertThat(ended.status()).isEqualTo(5);
    assertThat(ended.out()).isEmpty();
    assertThat(results).doesNotExist();
  }

  @Test
  void aStepThatFailsTakesNothingFromTheOthersAndTheReportSaysThatThereWasNoGpu() throws Exception {
    Path cuda = cuda(1);
    Ended ended = verify(cuda, "--stand-in", "--only", "pictures,bench-decode");
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(ended.out())
        .startsWith("THERE IS NO GPU: stand-ins of the libraries.\n")
        .containsPattern("pictures +\\d+ s  broke off \\(70\\)\n")
        .containsPattern("bench-decode +\\d+ s  broke off \\(70\\)\n");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .contains("# Affût on Stand-in GPU 0", "**There was no GPU.**")
        .contains("| machine | passed |", "| tests | not run |")
        .containsPattern(
            "\\| bench-decode \\| \\*\\*broke off\\*\\* \\(70\\) \\| \\d+ \\| .*NoSuchFile");
    Files.copy(Fixtures.at("photos/human.jpg"), bundle.resolve("photos/human.jpg"));
    verify(cuda, "--stand-in", "--only", "pictures", "--pictures", "1");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .contains("| pictures | passed |", "| bench-decode | **broke off** (70)");
    assertThat(bundle.resolve("work/jpeg")).isDirectoryContaining("glob:**/picture-00.jpg");
  }

  /// The default network, and OpenVINO and libjpeg-turbo where this user has them.
  private void networkAndLibraries() throws Exception {
    Parts.requireOpenVino();
    Parts.requireTurboJpeg();
    Path network = Files.createDirectories(bundle.resolve("networks/centernet-mobilenetv3-512"));
    try (Stream<Path> files = Files.list(Installed.defaultModel().folder())) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(network.resolve(file.getFileName()), file);
      }
    }
    Path natives = Files.createDirectories(cache.resolve("affut")).resolve("native");
    Files.createSymbolicLink(natives, CacheFolder.ofThisUser().resolve("native"));
    Files.copy(Fixtures.at("photos/domestic_cattle.jpg"), bundle.resolve("photos/cattle.jpg"));
  }

  @Test
  void everyKindOfStepRunsFromTheBundleToTheReport() throws Exception {
    networkAndLibraries();
    Path cuda = cuda(1);
    StandInsForVerify.tensorRt(bundle);
    String[] steps = {
      "pictures",
      "bench-decode",
      "compare-centernet-mobilenetv3-512-png-f16",
      "bench-whole-f16",
      "bench-detector-8-f16",
      "soak"
    };
    Ended ended =
        verify(
            cuda,
            "--stand-in",
            "--pictures",
            "1",
            "--width",
            "640",
            "--bench",
            "1",
            "--soak",
            "2",
            "--only",
            String.join(",", steps));
    for (String step : steps) {
      Path log = results.resolve("steps/" + step + ".log");
      assertThat(results.resolve("steps/" + step + ".status"))
          .as(step + ": " + (Files.exists(log) ? Files.readString(log) : ended.err()))
          .content()
          // In two seconds memory may still grow.
          .matches(step.equals("soak") ? "[01] \\d+\\n" : "0 \\d+\\n");
    }
    JsonNode report = new JsonMapper().readTree(results.resolve("stand-in.json").toFile());
    JsonNode soak = report.path("steps").path("soak").path("found");
    assertThat(soak.path("pictures").asInt()).isPositive();
    assertThat(soak.path("failed").asInt(-1)).isZero();
    assertThat(soak.path("left_behind").asText()).isEqualTo("{}");
    JsonNode compared =
        report.path("steps").path("compare-centernet-mobilenetv3-512-png-f16").path("found");
    assertThat(compared.path("boxes").asInt()).isPositive();
    assertThat(compared.path("device").path("device").asText()).contains("Stand-in GPU");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .contains("`bench-whole-f16` is at ", " % of the slowest stage alone.");
  }

  @Test
  void testsThatDidNotRunAreNotPassed() throws Exception {
    Path classes = Files.createDirectories(bundle.resolve("tests/classes"));
    String launcher =
        """
        package org.junit.platform.console;
        public class ConsoleLauncher {
          public static void main(String... arguments) {
            System.out.println("[1] a test \u25a0 no GPU");
            System.out.println("[         2 tests aborted         ]");
            System.out.println("[         1 tests successful      ]");
          }
        }
        """;
    StandInsForVerify.compile("ConsoleLauncher", launcher, "", classes);
    StandInsForVerify.classPath(
        bundle.resolve("tests/junit-platform-console-standalone-0.jar"), classes.toString());
    Ended ended = verify(cuda(1), "--stand-in", "--only", "tests");
    assertThat(ended.out()).containsPattern("tests +\\d+ s  FAILED\n");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .containsPattern("\\| tests \\| \\*\\*failed\\*\\* .* Some tests did not run: . no GPU");
  }

  @Test
  void whatThereIsNoTimeForIsLeftToTheNextCall() throws Exception {
    Ended ended = verify(cuda(1), "--stand-in", "--seconds", "1");
    assertThat(ended.status()).as(ended.err()).isEqualTo(4);
    assertThat(ended.out()).contains("Left to the next call: pictures tests bench-decode\n");
  }

  @Test
  void aStepThatTheTimeOfTheCallEndsIsLeftToTheNextToo() throws Exception {
    Files.copy(Fixtures.at("photos/human.jpg"), bundle.resolve("photos/human.jpg"));
    Ended ended =
        verify(
            cuda(1), "--stand-in", "--seconds", "16", "--only", "pictures", "--pictures", "9999");
    assertThat(ended.status()).as(ended.err()).isEqualTo(4);
    assertThat(ended.out())
        .containsPattern("pictures +\\d+ s  left to the next call\n")
        .endsWith("Left to the next call: pictures\n");
    assertThat(results.resolve("steps/pictures.status")).doesNotExist();
  }

  @Test
  void theFirstPiecesOfABundleServeWithoutTheOthers() throws Exception {
    Path network = Files.createDirectories(bundle.resolve("networks/yolov8s"));
    Files.writeString(network.resolve("manifest.toml"), "");
    Files.writeString(bundle.resolve(".missing"), "2 of 13 pieces are here\n");
    Path cuda = cuda(1);
    assertThat(verify(cuda, "--list").out().lines())
        .containsExactly("machine", "pictures", "tests", "bench-decode");
    Ended ended = verify(cuda, "--stand-in", "--only", "tests");
    assertThat(ended.out())
        .contains("Only a part of the bundle has come: 2 of 13 pieces are here.");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .contains("**This is not all.** Of the bundle 2 of 13 pieces are here;");
    Files.createDirectory(bundle.resolve("tensorrt"));
    assertThat(verify(cuda, "--list").out().lines())
        .contains("bench-whole-f16", "soak")
        .doesNotContain("compare-yolov8s-png-f16", "bench-processor");
  }

  @Test
  void resultsOfStandInsAreNoneOfTheProject() throws Exception {
    results = folder.resolve("perf/results");
    Ended ended = verify(cuda(1), "--stand-in");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("do not go to perf/results");
    assertThat(results).doesNotExist();
  }

  @Test
  void inTheSourcesStepsAreListedWithoutABundle() throws Exception {
    Process process = new ProcessBuilder(SCRIPT.toString(), "--list").start();
    assertThat(new String(process.getInputStream().readAllBytes()).lines())
        .startsWith("machine", "pictures", "tests", "bench-decode", "compare-yolov8s-png-f16")
        .contains("compare-species-png-f16", "compare-centernet-mobilenetv3-512-png-f16");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stepsCanBeListedAndOthersAreRefused() throws Exception {
    Path none = Files.createDirectory(folder.resolve("none"));
    Path network = Files.createDirectories(bundle.resolve("networks/yolov8s"));
    Files.writeString(network.resolve("manifest.toml"), "");
    assertThat(verify(none, "--list").out().lines())
        .contains("machine", "doctor", "tests", "soak", "peers");
    Ended ended = verify(none, "--only", "dance");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no step dance");
  }
}
