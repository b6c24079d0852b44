package io.affut.engine.download;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request for a file, or for what is missing of it, and what comes of it.
final class Attempt {
  /// More than any model that is published, against servers that never end.
  private static final long LARGEST = 16L << 30;

  private static final long LOOK_MS = 200;

  private final Wanted wanted;
  private final PartFile part;
  private final Duration silence;
  private final DownloadListener listener;

  // What the client's threads tell the waiting one.
  private volatile long heard = System.nanoTime();
  private volatile Answer answer;
  private volatile PartSubscriber body;

  Attempt(Wanted wanted, PartFile part, Duration silence, DownloadListener listener) {
    this.wanted = wanted;
    this.part = part;
    this.silence = silence;
    this.listener = listener;
  }

  /// Asks once.
  ///
  /// @throws IOException when the part file cannot be read or written
  Outcome run(HttpClient client) throws IOException {
    String version = part.version(wanted.address());
    long have = version.isEmpty() ? 0 : part.size();
    if (have > 0 && wanted.size().equals(OptionalLong.of(have))) {
      return Outcome.COMPLETE;
    }
    if (have == 0) {
      part.restart(wanted.address(), "");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(wanted.address()).header("User-Agent", "affut");
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", version);
    }
    CompletableFuture<HttpResponse<Void>> response =
        client.sendAsync(request.build(), info -> subscriber(info, have));
    try {
      return outcome(response, have);
    } finally {
      response.cancel(true);
      if (body != null) {
        body.stop();
      }
    }
  }

  private BodySubscriber<Void> subscriber(ResponseInfo info, long have) {
    heard = System.nanoTime();
    answer = Answer.of(info, have, wanted.size());
    try {
      if (answer instanceof Answer.Whole whole) {
        part.restart(wanted.address(), whole.version());
      }
    } catch (IOException e) {
      return new RefusingSubscriber(new PartSubscriber.Unwritable(e));
    }
    return switch (answer) {
      case Answer.Whole _, Answer.Rest _ -> {
        body = new PartSubscriber(part, most(), () -> heard = System.nanoTime());
        yield body;
      }
      case Answer.Restart _, Answer.Later _, Answer.Never _ -> new RefusingSubscriber(null);
    };
  }

  private long most() {
    return wanted.size().orElse(LARGEST);
  }

  /// Waits for the end, or for too long a silence.
  private Outcome outcome(CompletableFuture<HttpResponse<Void>> response, long have)
      throws IOException {
    while (true) {
      try {
        HttpResponse<Void> complete = response.get(LOOK_MS, TimeUnit.MILLISECONDS);
        if (answer == null) { // a proxy's own, whose body nobody is asked to take
          answer = Answer.of(new Head(complete), have, wanted.size());
        }
        return judge(null);
      } catch (TimeoutException e) {
        listener.received(part.size(), total());
        if (System.nanoTime() - heard > silence.toNanos()) {
          return Outcome.failed(
              "the server has sent nothing for %d s".formatted(silence.toSeconds()), e);
        }
      } catch (ExecutionException e) {
        return judge(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Outcome.hopeless("it was interrupted", e);
      }
    }
  }

  private record Head(HttpResponse<Void> response) implements ResponseInfo {
    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public HttpHeaders headers() {
      return response.headers();
    }

    @Override
    public HttpClient.Version version() {
      return response.version();
    }
  }

  private Outcome judge(Throwable failure) throws IOException {
    return switch (answer) {
      case null -> Outcome.failed(Reasons.of(failure), failure);
      case Answer.Never never -> Outcome.hopeless(never.reason(), failure);
      case Answer.Later later -> Outcome.failed(later.reason(), failure);
      case Answer.Restart _ -> {
        part.restart(wanted.address(), "");
        yield Outcome.failed("the server no longer has the file that was begun", failure);
      }
      case Answer.Whole _, Answer.Rest _ -> judgeBody(failure);
    };
  }

  private Outcome judgeBody(Throwable failure) throws IOException {
    return switch (failure) {
      case null -> {
        listener.received(part.size(), total());
        boolean whole = total().isEmpty() || total().getAsLong() == part.size();
        yield whole ? Outcome.COMPLETE : Outcome.failed("the connection ended early", null);
      }
      case PartSubscriber.TooMuch _ -> {
        part.restart(wanted.address(), "");
        yield Outcome.hopeless("it sends more than %,d bytes".formatted(most()), failure);
      }
      case PartSubscriber.Unwritable e ->
          Outcome.hopeless("what arrives cannot be written: " + e.getCause().getMessage(), failure);
      default -> Outcome.failed(Reasons.of(failure), failure);
    };
  }

  private OptionalLong total() {
    return wanted.size().isPresent()
        ? wanted.size()
        : switch (answer) {
          case Answer.Whole whole -> whole.total();
          case Answer.Rest rest -> rest.total();
          case null, default -> OptionalLong.empty();
        };
  }
}
