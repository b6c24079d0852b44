/// What benchmarks and comparisons share: the libraries and models of this user, and pictures.
///
/// ```java
/// Path photo = TwelveMegapixels.jpeg(folder);
/// try (Decoding decoding = new Decoding(Installed.turboJpeg(ledger), ledger)) { ... }
/// ```
package io.affut.perf;
