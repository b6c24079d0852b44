/// Copies of a run's pictures: the animals cut out, the boxes drawn, the people blurred.
///
/// ```java
/// try (var reader = new PictureReader(turboJpeg, PictureReader.DEFAULT_MAX_PIXELS, ledger)) {
///   CropsExport.write(run, new CropSettings("fr", true, false), reader, Path.of("crops"));
///   BoxesExport.write(run, new BoxesSettings("fr", false), reader, Path.of("boxes"));
///   BlurredExport.write(run, new BlurSettings(false), reader, Path.of("blurred"));
/// }
/// ```
package io.affut.exports.copies;
