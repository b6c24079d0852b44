package io.affut.engine.download;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/// What a failed connection means for people.
final class Reasons {
  private Reasons() {}

  /// The reason in the middle of a sentence.
  static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnresolvedAddressException _, UnknownHostException _ -> {
          return "there is no such server, or no network";
        }
        case HttpConnectTimeoutException _ -> {
          return "the server does not answer; does the network need a proxy (HTTPS_PROXY)?";
        }
        case SSLException e -> {
          return "no safe connection could be made (%s)".formatted(e.getMessage());
        }
        default -> {}
      }
    }
    return failure instanceof ConnectException
        ? "the server cannot be reached; does the network need a proxy (HTTPS_PROXY)?"
        : "the connection was cut (%s)".formatted(failure.getMessage());
  }
}
