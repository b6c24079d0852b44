package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.Sha256;
import io.affut.engine.card.KnownSum;
import io.affut.engine.card.ModelCard;
import io.affut.engine.download.Download;
import io.affut.engine.download.DownloadListener;
import io.affut.engine.download.Patience;
import io.affut.engine.download.Proxies;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import io.affut.engine.model.Task;
import io.affut.testing.FileServer;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Models that are fetched by their cards, from a server on this machine.
@Timeout(120)
class ModelPullTest {
  private static final Predicate<ModelCard> YES = card -> true;
  private static final Predicate<ModelCard> NO = card -> false;

  @TempDir private Path folder;
  private FileServer server;
  private byte[] content;
  private String sha256;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    Path file = Fixtures.at("checkpoints/yolov8n-random.pt");
    content = Files.readAllBytes(file);
    sha256 = Sha256.of(file);
    server = new FileServer("/v1/best.pt", content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelStore store() {
    return new ModelStore(folder.resolve("models"));
  }

  private Path downloads() {
    return folder.resolve("downloads");
  }

  private ModelCard card(Optional<URI> address, OptionalLong size, KnownSum sum) {
    return new ModelCard(
        "published",
        "A published detector",
        Task.DETECTOR,
        address,
        "best.pt",
        size,
        "6 MB",
        sum,
        "CC0",
        "nobody",
        Map.of("confidence", "0.6", "size", "640"));
  }

  private ModelCard card(KnownSum sum) {
    return card(Optional.of(server.address()), OptionalLong.of(content.length), sum);
  }

  private ModelCard unknown() {
    return card(Optional.of(server.address()), OptionalLong.empty(), KnownSum.UNKNOWN);
  }

  private Model<?> pull(ModelCard card, Predicate<ModelCard> accepts) {
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void received(long bytes, OptionalLong total) {}

          @Override
          public void say(String line) {
            progress.add(line);
          }
        };
    Download download =
        new Download(
            new Proxies(ProxySelector.getDefault(), Map.of()),
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(1), 2),
            listener);
    return new ModelPull(store(), downloads(), download, progress::add).pull(card, accepts);
  }

  private void assertFails(ModelCard card, String... reasons) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pull(card, YES))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    assertThat(store().folders()).isEmpty();
  }

  private void assertNoDownloadIsKept() throws IOException {
    if (Files.exists(downloads())) {
      try (var all = Files.walk(downloads())) {
        assertThat(all.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void aModelIsFetchedVerifiedAndInstalled() throws Exception {
    Model<?> model = pull(card(new KnownSum(sha256, "")), YES);
    DetectorManifest manifest = model.as(DetectorManifest.class).manifest();
    assertThat(manifest.id()).isEqualTo("published");
    assertThat(manifest.description()).isEqualTo("A published detector");
    assertThat(manifest.thresholds().confidence()).isEqualTo(0.6f);
    assertThat(manifest.about().origin())
        .hasValueSatisfying(origin -> {
          assertThat(origin.sha256()).isEqualTo(sha256);
          assertThat(origin.address()).contains(server.address().toString());
        });
    assertThat(ModelIntegrity.verify(model)).hasSize(1);
    assertThat(progress).contains("The file is the right one: SHA-256 " + sha256 + ".");
    assertNoDownloadIsKept();
  }

  @Test
  void whereNoSumIsKnownItIsToldAndNotedAndNothingIsClaimed() throws Exception {
    Model<?> model = pull(unknown(), YES);
    assertThat(model.manifest().about().origin().orElseThrow().sha256()).isEqualTo(sha256);
    assertThat(progress)
        .filteredOn(line -> line.contains(sha256))
        .singleElement()
        .asString()
        .contains("It is not verified, for no SHA-256 is known");
    assertThat(progress).noneMatch(line -> line.contains("right one"));
  }

  @Test
  void aSumThatIsKnownInPartIsComparedAndStillNotVerified() {
    pull(card(new KnownSum(sha256.substring(0, 8), sha256.substring(60))), YES);
    assertThat(progress)
        .filteredOn(line -> line.contains(sha256))
        .singleElement()
        .asString()
        .contains("first and last digits are those that are known", "not verified");
  }

  @Test
  void anotherSumIsRefusedAndTheFileDeleted() throws Exception {
    assertFails(
        card(new KnownSum("0".repeat(64), "")),
        "What 127.0.0.1 sent as best.pt is not that file",
        sha256,
        "0".repeat(64));
    assertFails(card(new KnownSum("0000", "1111")), "0000...1111 was expected");
    assertNoDownloadIsKept();
  }

  @Test
  void aLicenceIsAcceptedOnce() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pull(unknown(), NO))
        .withMessageContaining("licence was not accepted: CC0")
        .withMessageContaining("affut models pull published --accept-licence");
    assertThat(server.requests()).isEmpty();
    server.next(FileServer.other(404, "text/plain", new byte[0]));
    assertFails(unknown(), "the file is not there");
    pull(unknown(), NO);
  }

  @Test
  void anInstalledModelIsNotFetchedAgain() {
    Model<?> model = pull(unknown(), YES);
    assertThat(pull(unknown(), NO)).usingRecursiveComparison().isEqualTo(model);
    assertThat(server.requests()).hasSize(1);
    assertThat(progress).last().isEqualTo("The model published is installed already.");
  }

  @Test
  void aCutDownloadGoesOnWhereItWasCut() throws Exception {
    server.next(server.cutAfter(100_000));
    server.next(server.cutAfter(0));
    server.next(server.cutAfter(0));
    assertFails(unknown(), "100,000 bytes, is kept");
    pull(unknown(), YES);
    assertThat(server.requests().getLast()).containsEntry("Range", "bytes=100000-");
    assertNoDownloadIsKept();
  }

  /// The size is not known, so only the file itself shows what it is.
  @Test
  void aWebPageThatPretendsToBeTheFileIsRefusedAndDeleted() throws Exception {
    byte[] page = "<html><body>Log in</body></html>".getBytes(StandardCharsets.UTF_8);
    server.next(FileServer.other(200, "application/octet-stream", page));
    assertFails(
        unknown(),
        "What 127.0.0.1 sent as best.pt cannot be used, and is deleted",
        "a web page, as servers send it instead of a file; fetch it again");
    assertNoDownloadIsKept();
    pull(unknown(), YES);
  }

  @Test
  void aFileOfAnotherSizeIsRefused() {
    assertFails(
        card(Optional.of(server.address()), OptionalLong.of(5), KnownSum.UNKNOWN),
        "and 5 were expected");
  }

  @Test
  void aModelWhoseAddressIsNotKnownIsFetchedByHand() {
    assertFails(
        card(Optional.empty(), OptionalLong.empty(), KnownSum.UNKNOWN),
        "is not known to Affût",
        "affut models add best.pt --id published");
  }

  /// What was fetched but not yet installed when the program was ended.
  @Test
  void aFinishedDownloadIsNotFetchedAgain() throws Exception {
    Path file = downloads().resolve("published/best.pt");
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    pull(unknown(), YES);
    assertThat(server.requests()).isEmpty();
    assertNoDownloadIsKept();
  }
}
