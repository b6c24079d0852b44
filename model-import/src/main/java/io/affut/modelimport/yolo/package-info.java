/// Detectors of the YOLO family: the module trees of their checkpoints to ONNX.
///
/// [YoloImporter][io.affut.modelimport.yolo.YoloImporter] finds the network in a checkpoint
/// (`YoloCheckpoint`), runs through its modules (`LayerSequence`), each of which adds its nodes
/// (`Layers`), and ends with a head (`Heads`).
///
/// ```java
/// try (Checkpoint checkpoint = Checkpoint.open(Path.of("yolov8s.pt"))) {
///   if (YoloImporter.recognises(checkpoint.root())) {
///     new YoloImporter(Map.of(), WeightStorage.F32)
///         .convert(checkpoint.root(), Path.of("yolov8s.onnx"));
///   }
/// }
/// ```
package io.affut.modelimport.yolo;
