/// Files over HTTP, however bad the line is.
///
/// ```java
/// var proxies = new Proxies(ProxySelector.getDefault(), System.getenv());
/// new Download(proxies, Patience.USUAL, listener)
///     .fetch(new Wanted(address, Path.of("model.pt"), OptionalLong.of(1_212_611_300)));
/// ```
package io.affut.engine.download;
