package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
  @TempDir Path home;

  @Test
  void twoProcessesAtOnceFetchAndUnpackOnce()
      throws IOException, InterruptedException, URISyntaxException {
    var machine = new TestMachine(home);
    Path wheel = machine.zip("thing.whl", Map.of("a/b.txt", TestMachine.bytes("content")));
    machine.program(
        "python3", TestMachine.pipScript("/bin/sleep 1; /bin/cp '" + wheel + "' \"$dest\""));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start(machine, wheel));
    }

    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output).endsWith("filled\n");
      assertThat(process.exitValue()).as(output).isZero();
    }
    assertThat(machine.downloads()).hasSize(1);
    assertThat(machine.cache.resolve("native/thing/a/b.txt")).hasContent("content");
    assertThat(Folders.list(machine.cache.resolve("native"))).hasSize(1);
  }

  private static Process start(TestMachine machine, Path wheel)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(NativeLibraries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path testClasses = classes.resolveSibling("test-classes");
    PinnedPackage pinned = TestMachine.pinned(wheel);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes + System.getProperty("path.separator") + testClasses,
            FetchInAnotherProcess.class.getName(),
            machine.cache.toString(),
            pinned.fileName(),
            pinned.sha256());
    builder.environment().clear();
    builder.environment().putAll(machine.environment);
    return builder.redirectErrorStream(true).start();
  }
}
