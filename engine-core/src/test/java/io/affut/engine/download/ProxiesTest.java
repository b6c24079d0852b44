package io.affut.engine.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.testing.FileServer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  /// Java's own, where no system property is set.
  private static final ProxySelector SILENT = ProxySelector.of(null);

  private static String chosen(String address, String... environment) {
    return chosen(SILENT, address, environment);
  }

  private static String chosen(ProxySelector properties, String address, String... environment) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : environment) {
      variables.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
    }
    List<Proxy> proxies = new Proxies(properties, variables).select(URI.create(address));
    assertThat(proxies).hasSize(1);
    return proxies.getFirst().address() instanceof InetSocketAddress found
        ? found.getHostString() + ":" + found.getPort()
        : "direct";
  }

  @Test
  void withoutProxiesConnectionsAreDirect() {
    assertThat(chosen("https://example.org/x")).isEqualTo("direct");
    assertThat(chosen("https://example.org/x", "HTTP_PROXY=http://p:1", "HTTPS_PROXY="))
        .isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/x, HTTPS_PROXY=http://p:3128, p:3128",
    "https://example.org/x, https_proxy=http://p:3128/, p:3128",
    "https://example.org/x, HTTPS_PROXY=p:3128, p:3128",
    "https://example.org/x, ALL_PROXY=http://p, p:80",
    "http://example.org/x, HTTP_PROXY=http://p:8080, p:8080",
  })
  void theVariableOfTheSchemeNamesTheProxy(String address, String variable, String proxy) {
    assertThat(chosen(address, variable)).isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, direct",
    ".example.org, direct",
    "org, direct",
    "*, direct",
    "'localhost, www.example.org:443', direct",
    "example.com, p:1",
    "ample.org, p:1",
    "'', p:1"
  })
  void hostsAndDomainsMayBeExempt(String exempt, String chosen) {
    assertThat(chosen("https://www.example.org/x", "HTTPS_PROXY=http://p:1", "NO_PROXY=" + exempt))
        .isEqualTo(chosen);
  }

  @Test
  void systemPropertiesComeFirst() {
    ProxySelector properties = ProxySelector.of(InetSocketAddress.createUnresolved("q", 2));
    assertThat(chosen(properties, "https://example.org/x", "HTTPS_PROXY=http://p:1"))
        .isEqualTo("q:2");
  }

  @ParameterizedTest
  @CsvSource({"socks5://p:1080", "http://", "'http://a b'"})
  void aProxyThatIsNoneIsNamed(String proxy) {
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> chosen("https://example.org/x", "HTTPS_PROXY=" + proxy))
        .withMessageContaining(proxy)
        .withMessageContaining("http://HOST:PORT");
  }

  @Test
  void aPasswordIsNotShown() {
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> chosen("https://x.org/x", "HTTPS_PROXY=socks5://me:secret@p:1080"))
        .withMessageNotContaining("secret");
  }

  /// The proxy is asked for the whole address.
  @Test
  void aDownloadGoesThroughTheProxy(@TempDir Path folder) {
    try (FileServer proxy = new FileServer("/", new byte[] {1, 2, 3})) {
      String at = "http://127.0.0.1:" + proxy.address().getPort();
      Path fetched =
          new Download(
                  new Proxies(SILENT, Map.of("HTTP_PROXY", at)),
                  Patience.USUAL,
                  new DownloadListener() {
                    @Override
                    public void received(long bytes, OptionalLong total) {}

                    @Override
                    public void say(String line) {}
                  })
              .fetch(
                  new Wanted(
                      URI.create("http://nowhere.invalid/model.pt"),
                      folder.resolve("model.pt"),
                      OptionalLong.of(3)));
      assertThat(fetched).hasBinaryContent(new byte[] {1, 2, 3});
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().getFirst().get("Host")).contains("nowhere.invalid");
    }
  }
}
