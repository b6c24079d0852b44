/// JPEG files into memory of our own, through the TurboJPEG API of libjpeg-turbo 2.x and 3.x.
///
/// ```java
/// TurboJpeg turboJpeg = TurboJpeg.load(file, ledger);
/// try (Decompressor decompressor = turboJpeg.newDecompressor()) {
///   JpegHeader header = decompressor.header(jpeg);
///   MemorySegment rgb = pixels.atLeast(3L * header.width() * header.height());
///   Optional<String> damage =
///       decompressor.decode(jpeg, ScalingFactor.FULL, PixelFormat.RGB, rgb, 3 * header.width());
/// }
/// ```
package io.affut.bindings.turbojpeg;
