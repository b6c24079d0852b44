package io.affut.engine.download;

import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server's answer means for a download.
sealed interface Answer {
  /// The whole file follows.
  ///
  /// @param version its entity tag or time, by which it can be asked for again; else empty
  record Whole(OptionalLong total, String version) implements Answer {}

  /// What is missing follows.
  record Rest(OptionalLong total) implements Answer {}

  /// What is there is of no use: the file has to be asked for from its beginning.
  record Restart() implements Answer {}

  /// It may be better later.
  record Later(String reason) implements Answer {}

  /// It is no use to ask again.
  record Never(String reason) implements Answer {}

  Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  /// Reads an answer.
  ///
  /// @param have how many bytes are there, and were not asked for again
  /// @param size that the file has to have, where it is known
  static Answer of(ResponseInfo response, long have, OptionalLong size) {
    int status = response.statusCode();
    Answer answer =
        switch (status) {
          case 200 -> whole(response);
          case 206 -> rest(response, have);
          case 416 -> new Restart();
          case 408, 425, 429 -> new Later("it answers with the status " + status);
          case 404, 410 -> new Never("the file is not there (status " + status + ")");
          case 401, 403 -> new Never("it does not hand out the file (status " + status + ")");
          case 407 -> new Never("the proxy wants a name and a password (status 407)");
          default ->
              status >= 500
                  ? new Later("it answers with the status " + status)
                  : status >= 300 && status < 400
                      ? new Never(
                          "it sends on to an address that is not safe (status " + status + ")")
                      : new Never("it answers with the status " + status);
        };
    OptionalLong total = total(answer);
    if (total.isPresent() && size.isPresent() && total.getAsLong() != size.getAsLong()) {
      return new Never(
          "it has a file of %,d bytes there, and %,d were expected"
              .formatted(total.getAsLong(), size.getAsLong()));
    }
    return answer;
  }

  private static Answer whole(ResponseInfo response) {
    if (header(response, "Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html")) {
      return new Never("it sends a web page instead of the file");
    }
    String encoding = header(response, "Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      return new Never("it sends the file encoded as " + encoding);
    }
    String tag = header(response, "ETag");
    // A weak tag does not promise the same bytes.
    String version = tag.startsWith("\"") ? tag : header(response, "Last-Modified");
    return new Whole(response.headers().firstValueAsLong("Content-Length"), version);
  }

  private static Answer rest(ResponseInfo response, long have) {
    Matcher range = CONTENT_RANGE.matcher(header(response, "Content-Range"));
    if (!range.matches() || Long.parseLong(range.group(1)) != have) {
      return new Restart();
    }
    return new Rest(
        range.group(2).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(2))));
  }

  private static OptionalLong total(Answer answer) {
    return switch (answer) {
      case Whole whole -> whole.total();
      case Rest rest -> rest.total();
      case Restart _, Later _, Never _ -> OptionalLong.empty();
    };
  }

  private static String header(ResponseInfo response, String name) {
    Optional<String> value = response.headers().firstValue(name);
    return value.map(String::strip).orElse("");
  }
}
