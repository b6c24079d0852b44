/// The results again as MegaDetector's batch format, for programs that open a folder of pictures.
///
/// ```java
/// // Timelapse is opened in /photos/2024; the run was made in /photos.
/// TimelapseExport.write(run, Path.of("/photos/2024"), LocalDateTime.now(), Path.of("t.json"));
/// ```
package io.affut.exports.megadetector;
