/// From a list of pictures to their detections: bounded stages, nothing off-heap allocated per
/// picture.
///
/// ```java
/// FoundPictures found = PictureFinder.find(List.of(folder));
/// try (Engine engine = Engine.open(model, settings, libraries, ledger)) {
///   engine.detect(found.pictures(), sink, () -> false);
/// }
/// ```
package io.affut.engine.pipeline;
