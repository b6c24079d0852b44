package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle of three pieces that come one after the other, as `perf/gpu/unpack` takes them.
class UnpackScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("affut.root"), "perf/gpu/unpack");

  @TempDir private Path folder;
  private Path made;
  private Path here;

  private record Ended(int status, String said) {}

  @BeforeEach
  void makeABundle() throws Exception {
    made = Files.createDirectory(folder.resolve("made"));
    here = Files.createDirectory(folder.resolve("here"));
    Files.createDirectories(made.resolve("affut-gpu/lib"));
    Files.writeString(made.resolve("affut-gpu/lib/a.txt"), "Affût\n".repeat(100));
    Files.writeString(made.resolve("affut-gpu/verify"), "#!/bin/sh\n");
    shell(
        made,
        "tar -czf - affut-gpu | split -b $(( ($(tar -czf - affut-gpu | wc -c) + 2) / 3 )) -a 3 -d - bundle."
            + " && sha256sum bundle.0* >SHA256SUMS");
    assertThat(made).isDirectoryContaining("glob:**/bundle.002");
    Files.copy(SCRIPT, here.resolve("unpack"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(made.resolve("SHA256SUMS"), here.resolve("SHA256SUMS"));
  }

  private Ended shell(Path folder, String command) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  private void bring(int piece) throws Exception {
    String name = "bundle.%03d".formatted(piece);
    Files.copy(made.resolve(name), here.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private Ended unpack() throws Exception {
    return shell(folder, "here/unpack there");
  }

  @Test
  void thePiecesMayComeOneByOneInAnyOrder() throws Exception {
    bring(2);
    assertThat(unpack()).isEqualTo(new Ended(3, missing("1 of 3", "bundle.000 bundle.001")));
    assertThat(here.resolve("bundle.002")).as("makes room for the next").doesNotExist();
    bring(0);
    assertThat(unpack()).isEqualTo(new Ended(3, missing("2 of 3", "bundle.001")));
    bring(1);
    assertThat(unpack().status()).isZero();
    assertThat(folder.resolve("there/affut-gpu/lib/a.txt"))
        .hasSameTextualContentAs(made.resolve("affut-gpu/lib/a.txt"));
    assertThat(folder.resolve("there/.pieces")).doesNotExist();
    assertThat(unpack().said()).contains("already");
  }

  @Test
  void aDamagedPieceIsNotTaken() throws Exception {
    bring(0);
    bring(1);
    bring(2);
    byte[] bytes = Files.readAllBytes(here.resolve("bundle.001"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(here.resolve("bundle.001"), bytes);
    Ended ended = unpack();
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("Damaged, bring again: bundle.001");
    bring(1);
    assertThat(unpack().status()).isZero();
  }

  @Test
  void piecesOfAnOlderBundleAreForgotten() throws Exception {
    bring(0);
    unpack();
    String sums = Files.readString(here.resolve("SHA256SUMS"));
    String ofAnother = sums.replaceFirst("^\\p{XDigit}{64}", "0".repeat(64));
    Files.writeString(here.resolve("SHA256SUMS"), ofAnother);
    assertThat(unpack().said()).startsWith("0 of 3 pieces are here");
  }

  private static String missing(String here, String which) {
    return here + " pieces are here; missing: " + which + "\n";
  }
}
