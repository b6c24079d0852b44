package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle of two parts in three pieces that come one after the other, as `perf/gpu/unpack` takes
/// them.
class UnpackScriptTest {
  private static final Path SCRIPT = Path.of(System.getProperty("affut.root"), "perf/gpu/unpack");

  @TempDir private Path folder;
  private Path made;
  private Path here;

  private static final List<String> PIECES =
      List.of("bundle.1.000", "bundle.1.001", "bundle.2.000");

  private record Ended(int status, String said) {}

  @BeforeEach
  void makeABundle() throws Exception {
    made = Files.createDirectory(folder.resolve("made"));
    here = Files.createDirectory(folder.resolve("here"));
    Files.createDirectories(made.resolve("affut-gpu/lib"));
    Files.writeString(made.resolve("affut-gpu/lib/a.txt"), "Affût\n".repeat(100));
    Files.createDirectories(made.resolve("affut-gpu/tensorrt"));
    Files.writeString(made.resolve("affut-gpu/tensorrt/b.txt"), "TensorRT\n");
    Files.writeString(made.resolve("affut-gpu/verify"), "#!/bin/sh\n");
    shell(
        made,
        "tar --exclude affut-gpu/tensorrt -czf first affut-gpu"
            + " && split -b $(( ($(wc -c <first) + 1) / 2 )) -a 3 -d first bundle.1."
            + " && tar -czf bundle.2.000 affut-gpu/tensorrt && sha256sum bundle.* >SHA256SUMS");
    assertThat(made).isDirectoryContaining("glob:**/bundle.1.001");
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
    String name = PIECES.get(piece);
    Files.copy(made.resolve(name), here.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private Ended unpack() throws Exception {
    return shell(folder, "here/unpack there");
  }

  @Test
  void thePiecesMayComeOneByOneInAnyOrder() throws Exception {
    bring(1);
    assertThat(unpack()).isEqualTo(new Ended(3, missing("1 of 3", "bundle.1.000 bundle.2.000")));
    assertThat(here.resolve("bundle.1.001")).as("makes room for the next").doesNotExist();
    assertThat(folder.resolve("there/affut-gpu")).doesNotExist();
    bring(2);
    assertThat(unpack().said()).endsWith(missing("2 of 3", "bundle.1.000"));
    bring(0);
    assertThat(unpack().status()).isZero();
    assertThat(folder.resolve("there/affut-gpu/lib/a.txt"))
        .hasSameTextualContentAs(made.resolve("affut-gpu/lib/a.txt"));
    assertThat(folder.resolve("there/.pieces")).doesNotExist();
    assertThat(unpack().said()).contains("already");
  }

  @Test
  void aPartWhoseLastPieceHasComeServesBeforeTheOthersHave() throws Exception {
    Path home = folder.resolve("there/affut-gpu");
    bring(0);
    bring(1);
    Ended ended = unpack();
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.said())
        .contains("The part bundle.1 is in ")
        .endsWith(missing("2 of 3", "bundle.2.000"));
    assertThat(home.resolve("lib/a.txt")).exists();
    assertThat(home.resolve(".missing")).content().isEqualTo("2 of 3 pieces are here\n");
    Files.writeString(home.resolve("found.txt"), "by a step");
    bring(2);
    assertThat(unpack().status()).isZero();
    assertThat(home.resolve("tensorrt/b.txt")).exists();
    assertThat(home.resolve(".missing")).doesNotExist();
    assertThat(home.resolve("found.txt")).as("what was found meanwhile").exists();
  }

  @Test
  void aDamagedPieceIsNotTaken() throws Exception {
    bring(0);
    bring(1);
    bring(2);
    byte[] bytes = Files.readAllBytes(here.resolve("bundle.1.001"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(here.resolve("bundle.1.001"), bytes);
    Ended ended = unpack();
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("Damaged, bring again: bundle.1.001");
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

  @Test
  void whatAnotherMachineFoundMayBeThereBeforeTheFirstPiece() throws Exception {
    Path timings = folder.resolve("there/affut-gpu/cache/affut/engines/a.timings");
    Files.createDirectories(timings.getParent());
    Files.writeString(timings, "measured");
    bring(0);
    unpack();
    bring(1);
    bring(2);
    assertThat(unpack().status()).isZero();
    assertThat(timings).content().isEqualTo("measured");
  }

  @Test
  void ofAnotherBundleNothingStays() throws Exception {
    bring(0);
    bring(1);
    bring(2);
    unpack();
    Path old = folder.resolve("there/affut-gpu/lib/old.txt");
    Files.writeString(old, "of the bundle before");
    shell(made, "echo other >affut-gpu/tensorrt/b.txt && tar -czf bundle.2.000 affut-gpu/tensorrt");
    shell(made, "sha256sum bundle.* >SHA256SUMS && cp SHA256SUMS ../here/");
    bring(0);
    assertThat(unpack().status()).isEqualTo(3);
    assertThat(old).doesNotExist();
    bring(1);
    bring(2);
    assertThat(unpack().status()).isZero();
    assertThat(folder.resolve("there/affut-gpu/tensorrt/b.txt")).content().isEqualTo("other\n");
  }

  private static String missing(String here, String which) {
    return here + " pieces are here; missing: " + which + "\n";
  }
}
