/// Boxes that another program found, out of its result file in MegaDetector's batch format.
///
/// ```java
/// GivenBoxes boxes = GivenBoxes.read(Path.of("md.json"), found, List.of(folder), 0.4f);
/// var source = new BoxSource.Known<Model<DetectorManifest>>(boxes);
/// ```
package io.affut.engine.given;
