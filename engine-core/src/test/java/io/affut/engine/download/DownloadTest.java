package io.affut.engine.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.testing.FileServer;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Downloads from a server on this machine that is slow, broken or lying.
@Timeout(60)
class DownloadTest {
  private static final int SIZE = 300_000;

  @TempDir private Path folder;
  private final byte[] content = content(SIZE);
  private final FileServer server = new FileServer("/model.pt", content);

  /// How long a silence may be; a machine that has much to do is silent too.
  private Duration silence = Duration.ofSeconds(30);

  private final List<String> lines = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(1).nextBytes(content);
    return content;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path file() {
    return folder.resolve("deep/model.pt");
  }

  private Path fetch(OptionalLong size) {
    return fetch(server.address(), size);
  }

  private Path fetch(URI address, OptionalLong size) {
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void received(long bytes, OptionalLong total) {
            progress.add(bytes);
          }

          @Override
          public void say(String line) {
            lines.add(line);
          }
        };
    ProxySelector none = new Proxies(ProxySelector.getDefault(), Map.of());
    Patience patience = new Patience(Duration.ofSeconds(30), silence, Duration.ofMillis(1), 3);
    return new Download(none, patience, listener).fetch(new Wanted(address, file(), size));
  }

  private Path fetch() {
    return fetch(OptionalLong.empty());
  }

  private void assertFails(OptionalLong size, String... reasons) {
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> fetch(size))
        .satisfies(e ->
            assertThat(e.getMessage())
                .startsWith("model.pt cannot be downloaded from 127.0.0.1: ")
                .contains(reasons)
                .doesNotContain("Exception")
                .endsWith("."));
    assertThat(file()).doesNotExist();
    assertThat(file().getParent())
        .satisfies(folder -> {
          try (var all = Files.list(folder)) {
            assertThat(all).noneMatch(part -> part.toFile().length() == 0);
          }
        });
  }

  private void assertFails(String... reasons) {
    assertFails(OptionalLong.empty(), reasons);
  }

  private void assertFetched(Path fetched) throws Exception {
    assertThat(fetched).isEqualTo(file()).hasBinaryContent(content);
    try (var all = Files.list(file().getParent())) {
      assertThat(all).as("nothing else is left").containsExactly(file());
    }
  }

  private List<String> ranges() {
    return server.requests().stream().map(headers -> headers.get("Range")).toList();
  }

  @Test
  void aFileArrivesWhole() throws Exception {
    assertFetched(fetch(OptionalLong.of(SIZE)));
    assertThat(ranges()).containsExactly((String) null);
    assertThat(progress).last().isEqualTo((long) SIZE);
    assertThat(lines).isEmpty();
  }

  @Test
  void aSlowServerIsWaitedFor() throws Exception {
    server.next(server.slowly(SIZE / 5, 250));
    assertFetched(fetch());
    assertThat(progress).hasSizeGreaterThan(2).isSorted();
    assertThat(lines).isEmpty();
  }

  @Test
  void whatIsMissingAfterACutIsAskedForAlone() throws Exception {
    server.next(server.cutAfter(100_000));
    server.next(server.cutAfter(50_000));
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, "bytes=100000-", "bytes=150000-");
    assertThat(server.requests().getLast().get("If-Range")).isEqualTo("\"first\"");
    assertThat(lines).hasSize(2).allMatch(line -> line.endsWith("; trying again"));
  }

  @Test
  void aLineThatIsCutOftenServesAsLongAsItBringsSomething() throws Exception {
    for (int i = 0; i < 10; i++) {
      server.next(server.cutAfter(10_000));
    }
    assertFetched(fetch());
    assertThat(server.requests()).hasSize(11);
  }

  @Test
  void whatHasArrivedServesTheNextRunOfTheProgram() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.next(server.cutAfter(i == 0 ? 100_000 : 0));
    }
    assertFails("the connection was cut", "100,000 bytes, is kept: run the command again");
    assertFetched(fetch());
    assertThat(ranges()).last().isEqualTo("bytes=100000-");
  }

  /// Half of one file and half of another would be neither.
  @Test
  void aFileThatHasChangedMeanwhileIsFetchedFromItsBeginning() throws Exception {
    server.next(server.cutAfter(100_000));
    server.next(exchange -> {
      server.tag("\"second\"");
      server.cutAfter(10).to(exchange);
    });
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, "bytes=100000-", "bytes=10-");
  }

  @Test
  void aServerThatIgnoresRangesBeginsFromTheStart() throws Exception {
    server.forgetRanges();
    server.next(server.cutAfter(100_000));
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, "bytes=100000-");
  }

  @Test
  void withoutAVersionNothingIsResumed() throws Exception {
    server.tag("");
    server.next(server.cutAfter(100_000));
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, null);
  }

  @Test
  void aWeakTagPromisesNothing() throws Exception {
    server.tag("W/\"weak\"");
    server.next(server.cutAfter(100_000));
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, null);
  }

  @Test
  void aTimeServesWhereThereIsNoTag() throws Exception {
    String time = "Wed, 21 Oct 2026 07:28:00 GMT";
    server.tag("");
    server.next(exchange -> {
      exchange.tell("Last-Modified", time);
      server.cutAfter(100_000).to(exchange);
    });
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, "bytes=100000-");
    assertThat(server.requests().getLast().get("If-Range")).isEqualTo(time);
  }

  @Test
  void anAnswerThatBeginsElsewhereIsNotPutTogether() throws Exception {
    server.next(server.cutAfter(100_000));
    server.next(exchange -> {
      exchange.tell("Content-Range", "bytes 0-9/" + SIZE);
      exchange.begin(206, 10);
      exchange.body().write(new byte[10]);
      exchange.close();
    });
    assertFetched(fetch());
    assertThat(ranges()).containsExactly(null, "bytes=100000-", null);
  }

  @Test
  void aRangeThatTheServerNoLongerHasIsForgotten() throws Exception {
    server.next(server.cutAfter(100_000));
    server.next(FileServer.other(416, "text/plain", new byte[0]));
    assertFetched(fetch());
    assertThat(ranges()).last().isNull();
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAndAskedAgain() throws Exception {
    silence = Duration.ofSeconds(2);
    server.next(server.stopAfter(100_000));
    assertFetched(fetch());
    assertThat(lines).contains("The server has sent nothing for 2 s; trying again");
    assertThat(ranges()).last().isEqualTo("bytes=100000-");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    silence = Duration.ofMillis(300);
    for (int i = 0; i < 3; i++) {
      server.next(exchange -> sleep());
    }
    assertFails("the server has sent nothing for ");
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.matches("The server has sent nothing for \\d s; trying again"));
  }

  private static void sleep() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    server.next(FileServer.other(503, "text/html", new byte[9]));
    server.next(FileServer.other(429, "text/html", new byte[9]));
    assertFetched(fetch());
    assertThat(lines).first().asString().contains("status 503");
  }

  @ParameterizedTest
  @CsvSource({
    "404, the file is not there (status 404)",
    "403, it does not hand out the file (status 403)",
    "407, the proxy wants a name and a password (status 407)",
    "400, it answers with the status 400"
  })
  void whatWillNotGetBetterIsToldAtOnce(int status, String reason) {
    server.next(FileServer.other(status, "text/plain", new byte[9]));
    assertFails(reason);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aWebPageIsNotTheFile() {
    byte[] page = "<!DOCTYPE html><html>Log in</html>".getBytes(StandardCharsets.UTF_8);
    server.next(FileServer.other(200, "Text/HTML; charset=utf-8", page));
    assertFails("it sends a web page instead of the file");
  }

  @Test
  void aFileOfAnotherSizeIsNotEvenBegun() {
    assertFails(
        OptionalLong.of(SIZE + 1),
        "it has a file of 300,000 bytes there, and 300,001 were expected");
    assertThat(server.requests()).hasSize(1);
  }

  /// The number of bytes is not promised, so only counting helps.
  @Test
  void aBodyWithoutAnEndIsCutOff() {
    server.next(FileServer.endless());
    assertFails(OptionalLong.of(SIZE), "it sends more than 300,000 bytes");
  }

  @Test
  void aBodyThatEndsEarlyWithoutAPromiseIsNotWhole() {
    for (int i = 0; i < 3; i++) {
      server.next(exchange -> {
        exchange.begin(200, 0);
        exchange.body().write(content, 0, 1000);
        exchange.close();
      });
    }
    assertFails(OptionalLong.of(SIZE), "the connection ended early");
  }

  @Test
  void anEncodedBodyIsNotTheFile() {
    server.next(exchange -> {
      exchange.tell("Content-Encoding", "gzip");
      exchange.begin(200, 5);
      exchange.body().write(new byte[5]);
      exchange.close();
    });
    assertFails("it sends the file encoded as gzip");
  }

  @Test
  void redirectsAreFollowed() throws Exception {
    server.next(FileServer.redirect("/elsewhere/model.pt"));
    assertFetched(fetch());
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aServerThatIsNotThereIsOneSentence() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + port + "/model.pt");
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> fetch(nowhere, OptionalLong.empty()))
        .withMessageContaining("the server cannot be reached")
        .withMessageContaining("HTTPS_PROXY");
  }

  @Test
  void aNameThatNobodyHasIsOneSentence() {
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(
            () -> fetch(URI.create("http://nowhere.invalid/model.pt"), OptionalLong.empty()))
        .withMessageContaining("there is no such server, or no network");
  }

  @Test
  void twoDownloadsOfTheSameFileDoNotDisturbEachOther() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    server.next(exchange -> {
      exchange.begin(200, SIZE);
      exchange.body().write(content, 0, 100_000);
      exchange.body().flush();
      await(refused);
      exchange.body().write(content, 100_000, SIZE - 100_000);
      exchange.close();
    });
    CompletableFuture<Path> first = CompletableFuture.supplyAsync(this::fetch);
    while (server.requests().isEmpty()) {
      Thread.sleep(10); // it holds the part file by then
    }
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(this::fetch)
        .withMessageContaining("Another affut is downloading");
    refused.countDown();
    assertFetched(first.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsOneSentence() throws Exception {
    Files.writeString(folder.resolve("deep"), "a file");
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(this::fetch)
        .withMessageContaining("cannot be written");
  }
}
