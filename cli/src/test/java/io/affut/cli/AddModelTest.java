package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `affut models add` and `affut models pull`, over a store of the test's own.
class AddModelTest {
  @TempDir Path folder;
  private InProcess program;
  private Path store;

  @BeforeEach
  void emptyStore() throws Exception {
    folder = folder.toRealPath();
    program = new InProcess(folder).environment("XDG_CACHE_HOME", folder);
    store = folder.resolve("affut/models");
  }

  private static Path checkpoint(String name) {
    return Fixtures.at("checkpoints/" + name + ".pt");
  }

  @Test
  void aCheckpointBecomesAModelThatIsListedDescribedAndRight() throws Exception {
    Ended added = program.run("models", "add", checkpoint("yolov5n6-random")).with(0);
    assertThat(added.err()).contains("Converting ");
    assertThat(added.out().lines())
        .contains("id           yolov5n6-random", "task         detector")
        .anyMatch(line -> line.startsWith("licence      "))
        .anyMatch(line -> line.equals("made of      yolov5n6-random.pt"));
    assertThat(program.run("models", "list").with(0).out()).startsWith("yolov5n6-random ");
    assertThat(program.run("models", "info", "yolov5n6-random").with(0).out())
        .isEqualTo(added.out());
    assertThat(program.run("models", "verify").with(0).out()).contains("right, ");
    Ended again = program.run("models", "add", checkpoint("yolov5n6-random")).with(0);
    assertThat(again.err()).contains("is installed already").doesNotContain("Converting");
  }

  @Test
  void nameAndSettingsAreTheUsers() throws Exception {
    Ended added =
        program
            .run(
                "models",
                "add",
                checkpoint("dinov2-vit-tiny-random"),
                "--id",
                "species",
                "--set",
                "heads=4",
                "--set",
                "size=182",
                "--set",
                "classes=deepfaune-1.4")
            .with(0);
    assertThat(added.out().lines())
        .contains("id           species", "task         classifier", "input        182 pixels")
        .anyMatch(line -> line.contains("38: bison, badger, ibex"));
    assertThat(Files.readString(store.resolve("species/manifest.toml")))
        .contains("list = \"deepfaune-1.4\"", "resize = \"bicubic\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size=big       | 2 | The setting size takes a whole number from 16 to 16384, not big.
          colour=red     | 2 | There is no setting colour;
          size           | 2 | A setting is KEY=VALUE
          animal=wolf    | 2 | names the class wolf
          size=650       | 2 | multiple of the stride, 32
          temperature=2  | 2 | The setting temperature means nothing for a detector
          heads=4        | 4 | heads
          """)
  void aSettingThatCannotBeIsOneSentence(String pair, int status, String reason) {
    Ended ended =
        program
            .run("models", "add", "-q", checkpoint("yolov8n-random"), "--set", pair)
            .with(status);
    assertThat(ended.sentence()).contains(reason);
    assertThat(program.run("models", "list").out()).isEmpty();
  }

  @Test
  void whatIsRefusedEndsWithTheStatusOfModels() {
    assertThat(program.run("models", "add", "-q", checkpoint("hostile-pickle")).with(4).sentence())
        .contains("posix.system");
    assertThat(program.run("models", "add", "-q", "none.pt").with(4).sentence())
        .contains("There is no file " + folder.resolve("none.pt"));
    assertThat(
            program
                .run("models", "add", "-q", checkpoint("yolov8n-random"), "--id", "A b")
                .with(2)
                .sentence())
        .contains("A b does not");
  }

  @Test
  void theModelsThatCanBeFetchedAreListed() {
    Ended list = program.run("models", "list", "--available").with(0);
    assertThat(list.out().lines())
        .hasSizeGreaterThan(10)
        .anyMatch(line -> line.startsWith("deepfaune-1.5-detector ") && line.contains("22 MB"))
        .anyMatch(line -> line.startsWith("megadetector-v5a "));
  }

  @Test
  void aModelThatNoCardDescribesIsOneSentence() {
    assertThat(program.run("models", "pull", "yeti").with(4).sentence())
        .contains("There is no model card yeti", "--available");
  }

  @Test
  void withoutAnAddressItIsToldHowToDoWithout() {
    assertThat(
            program
                .run("models", "pull", "-q", "megadetector-v5a", "--accept-licence")
                .with(4)
                .sentence())
        .contains("is not known to Affût", "affut models add md_v5a.0.0.pt --id megadetector-v5a");
  }

  @Test
  void whereNobodyCanBeAskedTheLicenceHasToBeAcceptedByAnOption() {
    Ended ended = program.run("models", "pull", "deepfaune-1.4-detector").with(4);
    assertThat(ended.err())
        .contains("Licence: CC BY-SA 4.0")
        .contains("affut models pull deepfaune-1.4-detector --accept-licence");
  }

  /// Nothing leaves this machine: every request ends at a proxy that wants a password, so that
  /// nobody tries again.
  @Test
  void theUserIsAskedOnce() throws Exception {
    List<String> asked = new ArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> refuseAll(proxy));
      InProcess asking =
          program
              .environment("https_proxy", "http://127.0.0.1:" + proxy.getLocalPort())
              .environment("no_proxy", "")
              .answering(question -> {
                asked.add(question);
                return Optional.of(asked.size() == 1 ? "no" : " Yes ");
              });
      assertThat(asking.run("models", "pull", "-q", "deepfaune-1.4-detector").with(4).sentence())
          .contains("licence was not accepted");
      for (int i = 0; i < 2; i++) {
        assertThat(asking.run("models", "pull", "-q", "deepfaune-1.4-detector").with(4).err())
            .contains("cannot be downloaded from pbil.univ-lyon1.fr", "the proxy wants a name");
      }
    }
    assertThat(asked).hasSize(2).allMatch(question -> question.contains("[y/N]"));
  }

  private static void refuseAll(ServerSocket proxy) {
    while (true) {
      try (Socket client = proxy.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        while (!request.readLine().isEmpty()) {
          // The headers.
        }
        client
            .getOutputStream()
            .write(
                """
                HTTP/1.1 407 Proxy Authentication Required\r
                Proxy-Authenticate: Basic realm="the test"\r
                Content-Length: 0\r
                \r
                """
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }
}
