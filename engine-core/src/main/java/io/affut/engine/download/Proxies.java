package io.affut.engine.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxies that the user's surroundings name: Java's system properties (`http.proxyHost`,
/// `https.proxyHost`, `http.nonProxyHosts` and the rest), and where these say nothing the variables
/// of the environment that other programs know too: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
/// `NO_PROXY`, in either case.
public final class Proxies extends ProxySelector {
  private final ProxySelector properties;
  private final Map<String, String> environment;

  /// @param properties the selector that goes by system properties, as [ProxySelector#getDefault]
  /// @param environment the variables of the process
  public Proxies(ProxySelector properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI address) {
    List<Proxy> named = properties.select(address);
    if (named.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
      return named;
    }
    return variable(address.getScheme() + "_proxy")
        .or(() -> variable("all_proxy"))
        .filter(proxy -> !isExempt(address))
        .map(proxy -> List.of(proxy(proxy)))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    properties.connectFailed(address, proxy, failure);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /// A host is exempt by its own name, or by that of a domain that it is in; `*` exempts all.
  private boolean isExempt(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return variable("no_proxy").stream()
        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
        .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
        .map(entry -> entry.replaceFirst(":\\d+$", ""))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
  }

  /// `http://host:port`, or only `host:port`.
  private static Proxy proxy(String named) {
    try {
      URI proxy = URI.create(named.contains("://") ? named : "http://" + named);
      boolean http = "http".equalsIgnoreCase(proxy.getScheme());
      if (proxy.getHost() != null && http) {
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return new Proxy(
            Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new DownloadException(
        "The proxy %s that the environment names is not of the form http://HOST:PORT."
            .formatted(named.replaceFirst("//[^@/]*@", "//")));
  }
}
