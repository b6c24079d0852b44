package io.affut.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on this machine that hands out one file, as well or as badly as a test wants it.
///
/// ```java
/// try (var server = new FileServer("/model.pt", content)) {
///   server.next(server.cutAfter(1000)); // the first request; the others get the file
///   fetch(server.address());
/// }
/// ```
public final class FileServer implements AutoCloseable {
  private final byte[] content;
  private final String path;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final List<Map<String, String>> requests =
      Collections.synchronizedList(new ArrayList<>());
  private volatile String tag = "\"first\"";
  private volatile boolean knowsRanges = true;

  /// Starts to serve `content` at `path`, such as `/model.pt`.
  public FileServer(String path, byte[] content) {
    this.path = path;
    this.content = content;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// Where the file is.
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// How a request is answered.
  @FunctionalInterface
  public interface Answer {
    /// Answers a request.
    void to(Exchange exchange) throws IOException;
  }

  /// A request and what becomes its answer.
  public static final class Exchange {
    private final HttpExchange exchange;

    private Exchange(HttpExchange exchange) {
      this.exchange = exchange;
    }

    /// A header of the request, or null.
    public String asked(String header) {
      return exchange.getRequestHeaders().getFirst(header);
    }

    /// Sets a header of the answer.
    public void tell(String header, String value) {
      exchange.getResponseHeaders().set(header, value);
    }

    /// Sends status and headers.
    ///
    /// @param length of the body that is promised; -1 for none, 0 for any
    public void begin(int status, long length) throws IOException {
      exchange.sendResponseHeaders(status, length);
    }

    /// Where the body goes.
    public OutputStream body() {
      return exchange.getResponseBody();
    }

    /// Ends the connection, or the answer where all that was promised is sent.
    public void close() {
      exchange.close();
    }
  }

  /// The headers of each request so far, by name, whatever its case.
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /// Says that the file has this entity tag from now on; an empty one is not told.
  public void tag(String other) {
    tag = other;
  }

  /// Answers every request with the whole file.
  public void forgetRanges() {
    knowsRanges = false;
  }

  /// Answers the next request that has no answer yet in another way than with the file.
  public synchronized void next(Answer answer) {
    next.add(answer);
  }

  /// Promises what is asked for and ends the connection after `bytes` of it.
  public Answer cutAfter(int bytes) {
    return exchange -> {
      byte[] wanted = begin(exchange);
      exchange.body().write(wanted, 0, Math.min(bytes, wanted.length));
      exchange.body().flush();
      exchange.close();
    };
  }

  /// Sends `bytes` and then nothing for as long as somebody listens.
  public Answer stopAfter(int bytes) {
    return exchange -> {
      byte[] wanted = begin(exchange);
      exchange.body().write(wanted, 0, Math.min(bytes, wanted.length));
      exchange.body().flush();
      sleep(60_000);
      exchange.close();
    };
  }

  /// Sends what is asked for in small pieces with pauses between them.
  public Answer slowly(int piece, int pauseMillis) {
    return exchange -> {
      byte[] wanted = begin(exchange);
      try (OutputStream body = exchange.body()) {
        for (int at = 0; at < wanted.length; at += piece) {
          body.write(wanted, at, Math.min(piece, wanted.length - at));
          body.flush();
          sleep(pauseMillis);
        }
      }
    };
  }

  /// Sends bytes without an end, and without a promise of their number.
  public static Answer endless() {
    return exchange -> {
      exchange.begin(200, 0);
      try (OutputStream body = exchange.body()) {
        byte[] block = new byte[1 << 16];
        while (true) {
          body.write(block);
        }
      }
    };
  }

  /// Sends something else.
  public static Answer other(int status, String type, byte[] body) {
    return exchange -> {
      exchange.tell("Content-Type", type);
      exchange.begin(status, body.length == 0 ? -1 : body.length);
      exchange.body().write(body);
      exchange.close();
    };
  }

  /// Sends on to another address.
  public static Answer redirect(String location) {
    return exchange -> {
      exchange.tell("Location", location);
      exchange.begin(302, -1);
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    requests.add(headers);
    Answer answer;
    synchronized (this) {
      answer = next.isEmpty() ? this::serve : next.poll();
    }
    answer.to(new Exchange(exchange));
  }

  private void serve(Exchange exchange) throws IOException {
    exchange.body().write(begin(exchange));
    exchange.close();
  }

  /// Sends the headers.
  ///
  /// @return what is asked for
  private byte[] begin(Exchange exchange) throws IOException {
    exchange.tell("Content-Type", "application/octet-stream");
    if (!tag.isEmpty()) {
      exchange.tell("ETag", tag);
    }
    String range = exchange.asked("Range");
    if (range == null || !knowsRanges || !isCurrent(exchange.asked("If-Range"))) {
      exchange.begin(200, content.length);
      return content;
    }
    int from = Integer.parseInt(range.replaceFirst("bytes=(\\d+)-", "$1"));
    exchange.tell(
        "Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    exchange.begin(206, content.length - from);
    return Arrays.copyOfRange(content, from, content.length);
  }

  /// A time is always that of the file.
  private boolean isCurrent(String version) {
    return version != null && (version.equals(tag) || !version.startsWith("\""));
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
