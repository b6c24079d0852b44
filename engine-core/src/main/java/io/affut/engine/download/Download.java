package io.affut.engine.download;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;

/// Fetches one file over HTTP, in as many attempts as the line needs, also over several runs of the
/// program.
///
/// What is there is kept, and only the rest is asked for, where the server says which version of
/// the file it has (an entity tag or a time, RFC 9110, 13.1.5) and still has that one. A server
/// that ignores this, or does not say, begins from the start; bytes of two versions are never
/// mixed. Redirects are followed, but never from HTTPS to HTTP.
public final class Download {
  private static final int MOST_ATTEMPTS = 100;

  private final ProxySelector proxies;
  private final Patience patience;
  private final DownloadListener listener;

  /// @param proxies such as [Proxies] finds in the environment
  public Download(ProxySelector proxies, Patience patience, DownloadListener listener) {
    this.proxies = proxies;
    this.patience = patience;
    this.listener = listener;
  }

  /// Fetches the file. What is there of it is kept when this fails, for another time.
  ///
  /// @return the file, complete as far as the server tells its size, and not verified
  /// @throws DownloadException when it cannot be had
  public Path fetch(Wanted wanted) {
    try (HttpClient client = client();
        PartFile part = PartFile.of(wanted.file())) {
      try {
        fetch(client, wanted, part);
        part.moveTo(wanted.file());
        return wanted.file();
      } finally {
        client.shutdownNow(); // otherwise close waits for what was given up
      }
    } catch (IOException e) {
      throw new DownloadException(
          "The download to %s cannot be written: %s.".formatted(wanted.file(), e.getMessage()), e);
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(patience.connect())
        .proxy(proxies)
        .build();
  }

  private void fetch(HttpClient client, Wanted wanted, PartFile part) throws IOException {
    int failed = 0;
    long most = part.size();
    for (int attempt = 1; ; attempt++) {
      Outcome outcome = new Attempt(wanted, part, patience.silence(), listener).run(client);
      if (outcome.complete()) {
        return;
      }
      boolean brought = part.size() > most;
      most = Math.max(most, part.size());
      failed = brought ? 1 : failed + 1;
      if (outcome.hopeless() || failed >= patience.attempts() || attempt >= MOST_ATTEMPTS) {
        throw failure(wanted, part, outcome);
      }
      listener.say("%s; trying again".formatted(capital(outcome.reason())));
      pause(patience.pause().multipliedBy(failed));
    }
  }

  private static DownloadException failure(Wanted wanted, PartFile part, Outcome outcome)
      throws IOException {
    String begun =
        part.size() > 0 && !outcome.hopeless()
            ? " What has arrived, %,d bytes, is kept: run the command again to go on."
                .formatted(part.size())
            : "";
    return new DownloadException(
        "%s cannot be downloaded from %s: %s.%s"
            .formatted(
                wanted.file().getFileName(), wanted.address().getHost(), outcome.reason(), begun),
        outcome.cause());
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String capital(String reason) {
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
  }
}
