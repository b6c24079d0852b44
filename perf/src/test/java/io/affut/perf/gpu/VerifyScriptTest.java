package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import io.affut.testing.gpu.StandInLibraries;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `perf/gpu/verify` in a bundle that has no network, with stand-ins of CUDA's library.
class VerifyScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("affut.root"), "perf/gpu/verify");

  @TempDir private Path folder;
  private Path bundle;
  private Path results;

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void makeABundle() throws Exception {
    bundle = Files.createDirectory(folder.resolve("affut-gpu"));
    results = folder.resolve("results");
    Files.copy(SCRIPT, bundle.resolve("verify"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(bundle.resolve("java"), Path.of(System.getProperty("java.home")));
    Files.createDirectory(bundle.resolve("lib"));
    classPath(bundle.resolve("lib/everything.jar"));
    Files.createDirectory(bundle.resolve("photos"));
  }

  /// A jar that only names the class path of this test.
  private static void classPath(Path jar) throws IOException {
    Attributes attributes = new Attributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putAll(attributes);
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
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
    builder.environment().put("AFFUT_VERIFY_CACHE", folder.resolve("cache").toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
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
        .contains("| machine | passed |", "| doctor | not run |")
        .containsPattern(
            "\\| bench-decode \\| \\*\\*broke off\\*\\* \\(70\\) \\| \\d+ \\| .*NoSuchFile");
    Files.copy(Fixtures.at("photos/human.jpg"), bundle.resolve("photos/human.jpg"));
    verify(cuda, "--stand-in", "--only", "pictures", "--pictures", "1");
    assertThat(results.resolve("stand-in.md"))
        .content()
        .contains("| pictures | passed |", "| bench-decode | **broke off** (70)");
    assertThat(bundle.resolve("work/jpeg")).isDirectoryContaining("glob:**/picture-00.jpg");
  }

  @Test
  void whatThereIsNoTimeForIsLeftToTheNextCall() throws Exception {
    Ended ended = verify(cuda(1), "--stand-in", "--seconds", "1");
    assertThat(ended.status()).as(ended.err()).isEqualTo(4);
    assertThat(ended.out()).contains("Left to the next call: ").contains("soak");
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
  void stepsCanBeListedAndOthersAreRefused() throws Exception {
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThat(verify(none, "--list").out().lines())
        .contains("machine", "doctor", "tests", "soak", "peers");
    Ended ended = verify(none, "--only", "dance");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no step dance");
  }
}
