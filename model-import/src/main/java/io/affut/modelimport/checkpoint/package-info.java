/// PyTorch checkpoints to ONNX, whatever network is in them.
///
/// ```java
/// Path file = Path.of("deepfaune-yolov8s_960.pt");
/// if (CheckpointImporter.accepts(file)) {
///   ImportedCheckpoint imported =
///       new CheckpointImporter(Map.of(), WeightStorage.F32, System.err::println)
///           .convert(file, Path.of("model.onnx"));
///   System.out.println(imported.network() + ", licence " + imported.licence());
/// }
/// ```
package io.affut.modelimport.checkpoint;
