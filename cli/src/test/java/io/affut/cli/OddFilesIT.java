package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Hostile and odd files among good ones: each failure is listed with a plain reason, all good
/// pictures are done, and nothing crashes.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes, links and such names need POSIX")
class OddFilesIT {
  @TempDir Path temporary;
  private Path folder;
  private OddFiles files;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @BeforeEach
  void openFolder() throws Exception {
    folder = temporary.toRealPath();
    files = new OddFiles(folder.resolve("in"));
  }

  @Test
  void whateverAFileHoldsTheRunGoesOn() throws Exception {
    files.photo("a-good-one.jpg", "blank");
    files.empty("empty.jpg");
    files.text("text.jpg");
    files.png("png.jpg");
    files.heic("phone.heic");
    files.heic("heic.jpg");
    files.hugePng("huge.png");
    files.hugeJpeg("huge.jpg");
    files.tiffWithAbsurdStrip("strip.tif");
    files.start("two-bytes.jpg", 2);
    files.start("header.jpg", 300);
    files.photo("truncated.jpg", "african_elephants_truncated_file");
    files.link("itself.jpg", "itself.jpg");
    files.link("broken.jpg", "nowhere.jpg");
    files.shell("mkfifo pipe.jpg");
    files.photo("folder.jpg/human.jpg", "human");
    files.photo("loop/vehicle.jpg", "vehicle");
    files.link("loop/self", "../loop");
    files.link("loop/up", "..");
    files.photo("z-good-one.jpg", "domestic_cattle");

    Ended run = new Program(folder).run("run", "in", "-o", "results.json").with(1);
    Results results = Results.read(folder.resolve("results.json"));
    assertThat(results.first("a-good-one.jpg")).isEqualTo("nothing");
    assertThat(results.first("png.jpg")).as("decoded by content").isEqualTo("animal");
    assertThat(results.first("truncated.jpg")).isEqualTo("animal");
    assertThat(results.first("folder.jpg/human.jpg")).isEqualTo("person");
    assertThat(results.first("loop/vehicle.jpg")).as("visited once").isEqualTo("vehicle");
    assertThat(results.first("z-good-one.jpg")).isEqualTo("animal");

    assertThat(results.failure("empty.jpg")).contains("empty");
    assertThat(results.failure("text.jpg")).contains("text");
    assertThat(results.failure("phone.heic")).contains("HEIC", "JPEG");
    assertThat(results.failure("heic.jpg")).contains("HEIC", "JPEG");
    assertThat(results.failure("huge.png")).contains("30000 x 30000", "900 megapixels");
    assertThat(results.failure("huge.jpg")).contains("65500 x 65500", "limit is 200");
    assertThat(results.failure("strip.tif")).contains("TIFF", "strip");
    assertThat(results.failure("two-bytes.jpg")).contains("not a picture, or damaged");
    assertThat(results.failure("header.jpg")).isNotBlank();
    assertThat(results.failure("itself.jpg")).contains("leads back to itself");
    assertThat(results.failure("broken.jpg")).contains("does not exist");
    assertThat(results.failure("pipe.jpg")).contains("pipe");
    assertThat(results.files()).hasSize(18);
    assertThat(results.failed()).hasSize(12);

    for (String file : results.failed()) {
      assertThat(run.errLines()).contains("failed: " + file + ": " + results.failure(file));
      assertThat(results.failure(file)).doesNotContain("affut", "Exception", "/", "null");
    }
    assertThat(run.summary("pictures")).isEqualTo(18);
    assertThat(run.summary("failed")).isEqualTo(12);
    assertThat(run.summary("empty")).isEqualTo(1);
    assertThat(run.summary("damaged")).isEqualTo(1);
    assertThat(Results.journal(folder.resolve("results.json"))).hasSize(1 + 18);
  }

  /// In a locale without UTF-8 too, where Java by itself could not open most of these.
  @Test
  void whateverAFileIsCalledItIsRead() throws Exception {
    files.photo("plain.jpg", "blank");
    files.shell(
        """
        cp plain.jpg 'two words.jpg'
        cp plain.jpg "it's \\"quoted\\" & \\$HOME.jpg"
        cp plain.jpg -- '-o.jpg'
        cp plain.jpg "$(printf 'aff\\303\\273t.jpg')"
        cp plain.jpg "$(printf '\\346\\242\\205\\350\\212\\261\\351\\271\\277.jpg')"
        cp plain.jpg "$(printf 'new\\nline.jpg')"
        cp plain.jpg "$(printf 'not-utf8-\\351.jpg')"
        mkdir "$(printf 'site \\351t\\351')"
        cp plain.jpg "$(printf 'site \\351t\\351/x.jpg')"
        : > "$(printf 'empty\\nand \\033[31mred.jpg')"
        """);
    Ended run =
        new Program(folder)
            .environment("LC_ALL", "C")
            .environment("LANG", "POSIX")
            .run("run", "in", "-o", "results.json")
            .with(1);
    Results results = Results.read(folder.resolve("results.json"));
    assertThat(results.failed()).containsExactly("empty\nand \u001b[31mred.jpg");
    assertThat(run.errLines())
        .contains("failed: empty\\nand \\u001b[31mred.jpg: is empty (0 bytes)");
    assertThat(results.files())
        .hasSize(10)
        .contains(
            "two words.jpg",
            "it's \"quoted\" & $HOME.jpg",
            "-o.jpg",
            "affût.jpg",
            "梅花鹿.jpg",
            "new\nline.jpg",
            "not-utf8-\ufffd.jpg",
            "site \ufffdt\ufffd/x.jpg");
    assertThat(run.summary("empty")).isEqualTo(9);
  }

  @Test
  void namesOnTheCommandLineMayBeAnything() throws Exception {
    files.photo("plain.jpg", "blank");
    files.shell("cp plain.jpg 'two  words.jpg'; cp plain.jpg \"$(printf '\\303\\251\\nx.jpg')\"");
    Program program = new Program(folder).environment("LC_ALL", "C");
    program
        .shell("exec \"$affut\" run 'in/two  words.jpg' \"$(printf 'in/\\303\\251\\nx.jpg')\" -q")
        .with(0);
    assertThat(Results.read(folder.resolve("affut-results.json")).files())
        .containsExactly("two  words.jpg", "é\nx.jpg");
  }
}
